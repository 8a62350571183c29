using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests;

public class SequenceReadingTests
{
    private static readonly SequenceDefinition s_definition = SequenceDefinition.Create("s").Step("a").Step("b").Within(TimeSpan.FromDays(1));

    [Fact]
    public void Events_come_in_the_order_of_time_and_those_of_one_time_in_the_order_of_the_file()
    {
        SequenceData data = Read("user,time,event\nx,2026-01-01T00:00:02Z,a\ny,2026-01-01T00:00:01Z,b\ny,2026-01-01T00:00:01Z,a\n");
        var inOrder = new SequenceTracker(SequenceDefinition.Create("s").Step("a").Step("b").Within(TimeSpan.FromDays(1), new SequenceRules { Ties = EventTies.Input }));
        Assert.Equal(0, data.AddTo(inOrder, data.LastEventAt!.Value));
        Assert.Equal(1, inOrder.LevelOf(data.Entities.GetOrAdd("y"))); // b stands before a
        var any = new SequenceTracker(s_definition);
        data.AddTo(any, data.LastEventAt!.Value);
        Assert.Equal(2, any.LevelOf(data.Entities.GetOrAdd("y")));
        Assert.Equal(1, any.LevelOf(data.Entities.GetOrAdd("x")));
        Assert.Empty(any.Snapshot(data.LastEventAt.Value).Rejections);
    }

    [Theory]
    [InlineData("user,time,event\nx,1767225600,a\n")]
    [InlineData("user,time,event\nx,1767225600000,a\n")]
    [InlineData("User ID;Timestamp;Event Name\nx;2026-01-01T03:00:00+03:00;a\n")]
    [InlineData("id\tat\ttype\nx\t01.01.2026 0:00\ta\nz\t31.01.2026 0:00\t\n")]
    public void Columns_delimiter_and_times_are_found_in_the_file(string content)
    {
        SequenceData data = Read(content);
        Assert.Equal(1, data.Count);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), data.LastEventAt);
        Assert.True(data.HasEvent(s_definition.TypeOf("a")));
        Assert.False(data.HasEvent(s_definition.TypeOf("b")));
    }

    [Fact]
    public void Every_row_is_used_or_counted()
    {
        SequenceData data = Read("user,time,event\nx,2026-01-01,a\n\n,2026-01-01,a\nx,,a\nx,never,a\nx,2026-01-01,\nx\n");
        Assert.Equal(6, data.Summary.Files[0].Rows);
        Assert.Equal(1, data.Summary.Files[0].Used);
        Assert.Equal(
            [RowDefect.TooFewFields, RowDefect.MissingId, RowDefect.MissingDate, RowDefect.BadDate, RowDefect.MissingEvent],
            data.Summary.Defects.Select(static d => d.Defect));
        Assert.Equal(data.Summary.Files[0].Rows, data.Summary.Files[0].Used + data.Summary.TotalDefects);
    }

    [Fact]
    public void A_tracker_in_another_unit_of_time_is_refused()
    {
        SequenceData data = Read("user,time,event\nx,2026-01-01,a\n");
        ArgumentException refused = Assert.Throws<ArgumentException>(() => data.AddTo(new SequenceTracker(s_definition, new SequenceOptions { Resolution = TimeResolution.Second }), data.LastEventAt!.Value));
        Assert.Contains("counts in the unit Second", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_that_is_none_is_told()
    {
        using var folder = new TempFolder();
        string file = folder.Write("log.csv", "user,time,event\nx,2026-01-01,a\n");
        Assert.Contains("--dates", Assert.Throws<FunnelDataException>(() => SequenceReader.Read(new SequenceTable(file) { DateFormats = ["q"] }, s_definition)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_reading_stops()
    {
        using var folder = new TempFolder();
        string file = folder.Write("log.csv", "user,time,event\nx,2026-01-01,a\n");
        Assert.Throws<OperationCanceledException>(() => SequenceReader.Read(new SequenceTable(file), s_definition, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static SequenceData Read(string content)
    {
        using var folder = new TempFolder();
        return SequenceReader.Read(new SequenceTable(folder.Write("log.csv", content)), s_definition);
    }
}
