using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>A bare log: what is recognised, and what is said when it is not.</summary>
public class LogConventionTests
{
    [Fact]
    public void The_log_of_the_demo_funnel_is_understood_without_a_mapping()
    {
        FunnelMapping m = FunnelMapping.ForLog(Path.Combine(SampleFiles.DemoFolder, "stage_history.csv"));
        Assert.Equal(["Lead", "Qualified", "Demo", "Proposal", "Won"], m.Stages.Select(s => s.Key));
        Assert.Equal(["Lost"], m.Lost);
        Assert.Equal([new MappedDimension("agent", "agent", DimensionSource.Log)], m.Dimensions);
        Assert.Contains("Lead > Qualified > Demo > Proposal > Won", Assert.Single(m.Notes), StringComparison.Ordinal);
        StageSnapshot s = FunnelReader.Read(m).Log.Count();
        Assert.Equal([1111, 541, 422, 276, 121], Enumerable.Range(0, 5).Select(i => s.Reached(i)));
    }

    [Fact]
    public void Columns_that_are_not_recognised_give_a_mapping_to_start_from()
    {
        using var folder = new TempFolder();
        string path = folder.Write("x.csv", "number,phase,moment\n1,A,2024-01-01\n");
        string message = Assert.Throws<FunnelDataException>(() => FunnelMapping.ForLog(path)).Message;
        Assert.StartsWith("x.csv: cannot tell which column holds the id of the deal, stage, time. The file's columns are: number, phase, moment.\n", message, StringComparison.Ordinal);
        Assert.Equal("x", FunnelMapping.Parse(message[message.IndexOf('{', StringComparison.Ordinal)..]).Name);
    }

    [Fact]
    public void A_log_without_a_won_stage_gives_a_mapping_with_its_own_columns_and_stages()
    {
        using var folder = new TempFolder();
        string path = folder.Write("x.csv", "deal_id,stage,date\n1,\"Say \"\"hi\"\"\",2024-01-01\n1,B,2024-01-01\n");
        string message = Assert.Throws<FunnelDataException>(() => FunnelMapping.ForLog(path)).Message;
        Assert.Contains("cannot tell which stage is won. Found the stages: Say \"hi\", B.", message, StringComparison.Ordinal);
        FunnelMapping advice = FunnelMapping.Parse(message[message.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(new LogTable("x.csv", "deal_id", "stage", "date"), advice.Log);
        Assert.Equal(["Say \"hi\"", "B", "Won"], advice.Stages.Select(s => s.Key));
    }

    [Fact]
    public void A_table_of_deals_is_not_taken_for_a_log() =>
        Assert.Contains(
            "no id occurs twice, so this looks like a table of deals",
            Assert.Throws<FunnelDataException>(() => FunnelMapping.ForLog(Path.Combine(SampleFiles.DemoFolder, "leads.csv"))).Message,
            StringComparison.Ordinal);
}
