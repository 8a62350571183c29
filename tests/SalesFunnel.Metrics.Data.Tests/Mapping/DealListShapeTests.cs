using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Mapping;

/// <summary>Tables with one row per deal, mapped by hand: where the outcome comes from, and what dates may and may not say.</summary>
public class DealListShapeTests
{
    private const string Stages = """ "stages": [{"key": "Lead"}, {"key": "Offer"}, {"key": "Won"}], "lost": ["Lost"] """;

    [Theory]
    [InlineData("stage", "Won,open,1,1,yes", "Won")]
    [InlineData("stage,status", "Won,open,1,1,yes", "Open")]
    [InlineData("stage,status", "Lead,WON,0,0,no", "Won")]
    [InlineData("stage,status", "Lead,,0,0,yes", "Open")]
    [InlineData("stage,isWon,isClosed", "Lead,open,1,1,yes", "Won")]
    [InlineData("stage,isWon,isClosed", "Won,open,0,1,yes", "Lost")]
    [InlineData("stage,isWon,isClosed", "Lost,open,0,0,yes", "Open")]
    [InlineData("stage,status,isWon,isClosed", "Lead,lost,1,1,yes", "Lost")]
    [InlineData("stage,isActive", "Offer,open,0,0,no", "Lost")]
    [InlineData("stage,isActive", "Won,open,0,0,no", "Won")]
    [InlineData("stage,isActive", "Offer,open,0,0,yes", "Open")]
    public void The_outcome_comes_from_status_then_flags_then_stage_then_use(string columns, string row, string outcome)
    {
        string properties = string.Join(", ", columns.Split(',').Select(c => $"\"{c}\": \"{c}\""));
        StageSnapshot s = Read($"\"id\": \"id\", \"created\": \"created\", \"closed\": \"closed\", {properties}", $"id,created,closed,stage,status,isWon,isClosed,isActive\n1,2026-01-01,2026-01-09,{row}\n").Log.Count();
        Assert.Equal(outcome, s.Won == 1 ? "Won" : s.Lost == 1 ? "Lost" : "Open");
        Assert.Equal(1, s.Leads);
    }

    [Fact]
    public void A_close_date_does_not_close_a_deal()
    {
        StageSnapshot s = Read("\"id\": \"id\", \"stage\": \"stage\", \"created\": \"created\", \"closed\": \"closed\"", "id,stage,created,closed\n1,Offer,2026-01-01,2026-12-31\n").Log.Count();
        Assert.Equal((1, 0, 0), (s.Open, s.Won, s.Lost));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), s.AsOf);
    }

    [Fact]
    public void An_outcome_without_a_time_counts_and_enters_no_duration()
    {
        FunnelData data = Read("\"id\": \"id\", \"stage\": \"stage\", \"created\": \"created\", \"closed\": \"closed\"", "id,stage,created,closed\n1,Won,2026-01-01,\n2,Won,2026-01-01,2026-01-11\n");
        StageSnapshot s = data.Log.Count();
        Assert.Equal((2, 2), (s.Leads, s.Won));
        Assert.Equal(1, s.CompletedTimes(0).Count);
        Assert.Equal(864_000m, s.CompletedTimes(0).MeanSeconds);
        Assert.Equal(1, data.Summary.CountOf(RowDefect.MissingDate));
    }

    [Fact]
    public void Of_several_columns_of_closing_the_first_that_is_filled_counts()
    {
        FunnelData data = Read(
            "\"id\": \"id\", \"status\": \"status\", \"stage\": \"stage\", \"created\": \"created\", \"closed\": [\"won at\", \"lost at\"]",
            "id,stage,status,created,won at,lost at\n1,Lead,won,2026-01-01,2026-01-03,\n2,Offer,lost,2026-01-01,,2026-01-05\n");
        StageSnapshot s = data.Log.Count();
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero), s.AsOf);
        Assert.Equal(1, s.LostFrom(1));
        Assert.Empty(data.Summary.Defects);
    }

    [Fact]
    public void The_stage_column_is_believed_against_later_dates_of_other_stages()
    {
        FunnelData data = Read("\"id\": \"id\", \"stage\": \"stage\", \"stageDates\": {\"Lead\": \"lead at\", \"Offer\": \"offer at\"}", "id,stage,lead at,offer at\n1,Lead,2026-01-01,2026-01-05\n");
        StageSnapshot s = data.Log.Count();
        Assert.Equal((1, 0), (s.InStageNow(0), s.InStageNow(1)));
        Assert.Equal(1, s.Reached(1));
        RowIssue issue = Assert.Single(Assert.Single(data.Summary.Defects).Samples);
        Assert.Equal((RowDefect.StageDateOutOfOrder, 2, "stage"), (issue.Defect, issue.Line, issue.Column));
    }

    [Fact]
    public void An_empty_date_is_no_entry_unless_the_deal_is_in_that_stage()
    {
        StageSnapshot s = Read("\"id\": \"id\", \"stage\": \"stage\", \"stageDates\": {\"Lead\": \"lead at\", \"Offer\": \"offer at\", \"Won\": \"won at\"}", "id,stage,lead at,offer at,won at\n1,Won,2026-01-01,,2026-01-05\n2,Offer,2026-01-01,,\n").Log.Count();
        Assert.Equal((2, 1, 1), (s.Touched(0), s.Touched(1), s.Won));
        Assert.True(s.HasFullHistory);
    }

    [Fact]
    public void Deals_beside_a_log_may_be_marked_as_deleted_or_merged()
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", "id,stage,at\n1,Lead,2026-01-01\n2,Lead,2026-01-02\n3,Lead,2026-01-03\n3,Offer,2026-01-04\n");
        folder.Write("deals.csv", "id,gone,was\n1,no,3\n2,yes,\n3,no,\n");
        FunnelData data = FunnelReader.Read(FunnelMapping.Parse(
            $$"""{"name": "L", {{Stages}}, "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"}, "deals": {"file": "deals.csv", "id": "id", "deleted": "gone", "mergedIds": "was"} }""", folder.FullPath));
        StageSnapshot s = data.Log.Count();
        Assert.Equal((1, 1, 1), (s.Leads, s.DeletedDeals, s.MergedDeals));
        Assert.Equal(0, s.Rejections.Total);
    }

    [Theory]
    [InlineData("""{"id": "id"}""", "$.log: missing.")]
    [InlineData("""{"id": "id", "stageDates": {"Ofer": "c"}}""", "$.deals.stageDates.Ofer: there is no stage with this key")]
    [InlineData("""{"id": "id", "stage": "s", "currency": "c"}""", "$.currency: missing.")]
    [InlineData("""{"id": "id", "stage": "s", "zeroAmount": "maybe"}""", "$.deals.zeroAmount: found \"maybe\"")]
    [InlineData("""{"id": "id", "stage": "s", "dateFormats": "unixx"}""", "$.deals.dateFormats:")]
    public void A_table_that_cannot_stand_alone_is_refused_with_its_path(string deals, string error)
    {
        string json = $$"""{"name": "L", {{Stages}}, "deals": {{deals.Replace("{\"id\"", "{\"file\": \"deals.csv\", \"id\"", StringComparison.Ordinal)}}}""";
        Assert.Contains(Assert.Throws<MappingException>(() => FunnelMapping.Parse(json)).Errors, e => e.StartsWith(error, StringComparison.Ordinal));
    }

    private static FunnelData Read(string deals, string csv)
    {
        using var folder = new TempFolder();
        folder.Write("deals.csv", csv);
        return FunnelReader.Read(FunnelMapping.Parse($$"""{"name": "L", {{Stages}}, "deals": {"file": "deals.csv", {{deals}} } }""", folder.FullPath));
    }
}
