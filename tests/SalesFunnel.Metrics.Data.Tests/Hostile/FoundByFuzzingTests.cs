using System.Globalization;
using System.Text;

namespace SalesFunnel.Metrics.Data.Tests.Hostile;

/// <summary>What fuzzing found, as small as it gets.</summary>
public class FoundByFuzzingTests
{
    [Fact]
    public void A_row_that_starts_with_a_zero_character_is_a_row() =>
        Assert.Equal(2, Read("id,stage,at\n\0,Lead,2024-01-01\n\0b,Lead,2024-01-01\n").Summary.Files[0].Used);

    [Fact]
    public void A_stage_date_column_without_a_stage_is_no_stage_date()
    {
        const string Quote = "\"\"";
        string text = $"Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date,\"Date entered {Quote}\",\"Date entered {Quote}Closed Won (P){Quote}\"\n1,x,P,Closed Won,5,2024-01-01 10:00,2024-01-02 10:00,,2024-01-02 10:00\n";
        FunnelMapping mapping = MappingProposal.For(["deals.csv"], openFile: _ => new MemoryStream(Encoding.UTF8.GetBytes(text))).Mapping;
        Assert.Equal(1, FunnelReader.Read(mapping).Log.Count().Won);
    }

    [Fact]
    public void Ten_thousand_columns_are_recognised_in_a_moment()
    {
        string header = "deal_id,stage,changed_at," + string.Join(',', Enumerable.Range(0, 9_997).Select(i => $"x{i.ToString(CultureInfo.InvariantCulture)}"));
        string rest = new(',', 9_997);
        byte[] file = Encoding.UTF8.GetBytes($"{header}\n1,New,2024-01-01{rest}\n1,Won,2024-01-02{rest}\n");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("deal_id", MappingProposal.For(["log.csv"], openFile: _ => new MemoryStream(file)).Mapping.Log!.Id);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L << 20); // one pass over the names, not one per name of a known system
    }

    private static FunnelData Read(string log) => FunnelReader.Read(new FunnelMapping
    {
        Name = "F",
        Stages = [new("Lead"), new("Won")],
        Log = new LogTable("log.csv", "id", "stage", "at"),
        OpenFile = _ => new MemoryStream(Encoding.UTF8.GetBytes(log)),
    });
}
