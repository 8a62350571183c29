using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Mapping;

/// <summary>Histories with old and new values, mapped by hand.</summary>
public class HistoryShapeTests
{
    private const string Log = """ "file": "h.csv", "id": "id", "stage": "new", "enteredAt": "at", "previous": "old" """;
    private const string Field = """, "field": {"column": "field", "stage": "stage", "status": "status", "created": "born"} """;

    [Fact]
    public void The_first_old_value_is_the_first_stage_undated_unless_a_row_of_creation_dates_it()
    {
        StageSnapshot undated = Read(Log, "id,at,old,new\n1,2026-01-03,Lead,Offer\n").Log.Count();
        Assert.Equal((1, 1, 1, 0), (undated.Touched(0), undated.Touched(2), undated.UntimedVisits(0), undated.CompletedTimes(0).Count));

        StageSnapshot dated = Read(Log + Field, "id,at,old,new,field\n1,2026-01-01,,,born\n1,2026-01-03,Lead,Offer,stage\n").Log.Count();
        Assert.Equal((1, 0, 172_800m), (dated.Touched(0), dated.UntimedVisits(0), dated.CompletedTimes(0).MeanSeconds!.Value));
    }

    [Fact]
    public void A_deal_that_was_only_created_is_at_the_first_stage()
    {
        StageSnapshot s = Read(Log + Field, "id,at,old,new,field\n1,2026-01-01,,,born\n").Log.Count();
        Assert.Equal((1, 1), (s.Leads, s.InStageNow(0)));
    }

    [Fact]
    public void Files_from_new_to_old_keep_the_order_of_rows_with_one_time()
    {
        const string Down = "id,at,old,new\n1,2026-01-05,Offer,Won\n1,2026-01-03,Talk,Offer\n1,2026-01-03,Lead,Talk\n";
        const string Up = "id,at,old,new\n1,2026-01-03,Lead,Talk\n1,2026-01-03,Talk,Offer\n1,2026-01-05,Offer,Won\n";
        foreach (FunnelData data in new[] { Read(Log, Down), Read(Log, Up) })
        {
            StageSnapshot s = data.Log.Count();
            Assert.Equal((1, 0, 0), (s.Strict(3), s.RegressMoves(2), s.Reopenings));
            Assert.Equal(0, data.Summary.HistoryGaps);
        }
    }

    [Fact]
    public void Rows_of_other_fields_are_passed_over_and_rows_of_the_same_stage_are_no_moves()
    {
        FunnelData data = Read(Log + Field + """, "amount": "amount" """, "id,at,old,new,field,amount\n1,2026-01-01,,,born,\n1,2026-01-02,7,8,Price,\n1,2026-01-03,Lead,Lead,stage,50\n1,2026-01-04,Lead,Won,stage,\n");
        StageSnapshot s = data.Log.Count();
        Assert.Equal((1, 1), (data.Summary.RowsOfOtherFields, data.Summary.UnchangedStageRows));
        Assert.Equal((1, 1, 0, 50m), (s.Won, s.Visits(0), s.Repeats, s.WonAmount));
    }

    [Fact]
    public void A_row_that_leaves_another_stage_shows_that_rows_are_missing()
    {
        FunnelData data = Read(Log, "id,at,old,new\n1,2026-01-01,Lead,Talk\n1,2026-01-05,Offer,Won\n");
        Assert.Equal(1, data.Summary.HistoryGaps);
        Assert.Equal(1, data.Log.Count().Won);
    }

    [Fact]
    public void A_status_ends_and_reopens_a_deal_and_a_stage_alone_does_not()
    {
        FunnelData data = Read(Log + Field, """
            id,at,old,new,field
            1,2026-01-01,,,born
            1,2026-01-02,Lead,Talk,stage
            1,2026-01-03,open,lost,status
            1,2026-01-04,Talk,Offer,stage
            2,2026-01-01,,,born
            2,2026-01-02,open,lost,status
            2,2026-01-05,lost,open,status
            2,2026-01-05,Lead,Talk,stage
            3,2026-01-03,open,won,status
            4,2026-01-03,open,deleted,status

            """);
        StageSnapshot s = data.Log.Count();
        Assert.Equal((3, 1, 1, 1, 1), (s.Leads, s.Won, s.Lost, s.Open, s.DeletedDeals));
        Assert.Equal((1, 1), (s.Reopenings, s.InStageNow(1))); // straight into the stage of the move
        Assert.Equal(1, s.Visits(1) - 1); // deals 1 and 2 were there once each
        Assert.Equal(0, s.Touched(2)); // moved while it was lost
        Assert.Equal(0, s.Rejections.Total);
    }

    [Theory]
    [InlineData("unix", "1767225600", "1767312000")]
    [InlineData("unixMillis", "1767225600000", "1767312000000")]
    [InlineData("yyyy-MM-dd H:mm", "2026-01-01 0:00", "2026-01-02 0:00")]
    public void Times_are_written_in_many_ways(string format, string first, string second)
    {
        FunnelData data = Read(Log + $", \"dateFormats\": [\"iso\", \"{format}\"]", $"id,at,old,new\n1,{first},,Lead\n1,{second},Lead,Offer\n2,2026-01-01T03:00+03:00,,Lead\n2,2026-01-02T00:00Z,Lead,Offer\n");
        StageSnapshot s = data.Log.Count();
        Assert.Equal((2, 86_400m), (s.CompletedTimes(0).Count, s.CompletedTimes(0).MeanSeconds!.Value));
        Assert.Empty(data.Summary.Defects);
    }

    [Fact]
    public void Ids_of_Salesforce_are_the_same_with_15_and_18_characters_but_not_in_another_case()
    {
        FunnelData data = Read(Log, "id,at,old,new\n0065g00000AbCdE,2026-01-01,,Lead\n0065g00000AbCdEAAB,2026-01-02,Lead,Offer\n0065g00000aBCDEAAV,2026-01-02,,Lead\n", """ "ids": "salesforce", """);
        Assert.Equal((2, 1), (data.Log.Count().Leads, data.Log.Count().Reached(2)));
    }

    [Fact]
    public void A_history_of_fields_that_names_none_of_the_stage_is_refused()
    {
        MappingException e = Assert.Throws<MappingException>(() => Read(Log + """, "field": {"column": "f", "created": "born"} """, string.Empty));
        Assert.Contains(e.Errors, error => error.StartsWith("$.log.field: neither \"stage\" nor \"status\"", StringComparison.Ordinal));
    }

    private static FunnelData Read(string log, string csv, string more = "")
    {
        using var folder = new TempFolder();
        folder.Write("h.csv", csv);
        return FunnelReader.Read(FunnelMapping.Parse(
            $$"""{"name": "H", {{more}} "stages": [{"key": "Lead"}, {"key": "Talk"}, {"key": "Offer"}, {"key": "Won"}], "log": { {{log}} } }""", folder.FullPath));
    }
}
