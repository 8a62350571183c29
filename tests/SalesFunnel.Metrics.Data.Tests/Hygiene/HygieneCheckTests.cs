using System.Globalization;
using System.Text;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Hygiene;

public class HygieneCheckTests
{
    private static readonly DateTimeOffset Now = new(2024, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_clean_funnel_has_no_findings_and_says_what_was_checked()
    {
        HygieneReport report = Check("a,Lead,2024-01-01T09:00,Ann,\na,Won,2024-01-05T10:00,Ann,5\nb,Lead,2024-01-02T09:00,Bob,\nb,Lost,2024-01-07T11:00,Bob,\n");
        Assert.Empty(report.Findings);
        Assert.Empty(report.NotChecked);
        Assert.Equal(Enum.GetNames<RowDefect>().Union(HygieneRules.All), report.Clean);
        Assert.Equal((2L, 1L, 1L, 0L), report.Deals);
        Assert.Equal(new DateTimeOffset(2024, 1, 7, 11, 0, 0, TimeSpan.Zero), report.LastEventAt);
    }

    public static TheoryData<string, string, long, long, string, string> Planted => new()
    {
        // rows after two clean deals (lines 2 to 5), rule, count, of, unit, first sample
        { "c,Lead,1989-12-31,Ann,\nc,Lost,2024-01-02,Ann,\n", HygieneRules.DateBefore1990, 1, 6, "changes", "log.csv:6, column 'at': '1989-12-31'" },
        { "c,Lead,2025-02-01,Ann,\n", HygieneRules.DateInFuture, 1, 5, "changes", "log.csv:6, column 'at': '2025-02-01'" },
        { "c,Lost,2024-01-01,Ann,\nc,Lead,2024-01-03,Ann,\n", HygieneRules.ClosedBeforeCreated, 1, 6, "rows", "log.csv:6, column 'id': 'c' – first open 2024-01-03, closed 2024-01-01" },
        { "c,Lead,2024-01-01,Ann,\nc,Won,2024-01-03,Ann,\n", HygieneRules.NoAmountOnWon, 1, 2, "won deals", "log.csv:7, column 'id': 'c'" },
        { "c,Lead,2024-01-01,Ann,\nc,Lead,2024-01-01,Ann,\nc,Won,2024-01-02,Ann,7\n", HygieneRules.RepeatedRow, 1, 7, "rows", "log.csv:7 – the same row, field by field, is further up" },
        { "A,Lead,2024-01-01,Ann,\nA,Lost,2024-01-02,Ann,\n", HygieneRules.IdChangesCase, 1, 3, "deals", "log.csv:6, column 'id': 'A' – 'a' on line 2" },
        { "c,Lead,2024-01-01,n/a,\nc,Lost,2024-01-02,,\nd,Lead,2024-01-01,n/a,\nd,Lost,2024-01-02,Ann,\n", HygieneRules.MixedMissing, 2, 8, "rows", "log.csv:6, column 'owner': 'n/a' – 'n/a' in 2 rows; empty in 1" },
        { "c,Lead,2023-01-01,Ann,\n", HygieneRules.StaleOpen, 1, 1, "open deals", "log.csv:6, column 'id': 'c' – in 'Lead' for 371 days; the limit there is 90" },
        { "c,Lead,2024-01-01,,\nc,Lost,2024-01-02,,\n", HygieneRules.NoOwner, 1, 3, "deals", "log.csv:6, column 'id': 'c'" },
        { "c,Demo,2024-01-01,Ann,\n", nameof(RowDefect.UnknownStage), 1, 5, "rows", "log.csv:6, column 'stage': 'Demo'" },
        { "c,Lead,,Ann,\n", nameof(RowDefect.MissingDate), 1, 5, "rows", "log.csv:6, column 'at': ''" },
        { "c,Lead,2024-02-30,Ann,\n", nameof(RowDefect.BadDate), 1, 5, "rows", "log.csv:6, column 'at': '2024-02-30'" },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_fault_is_counted_located_and_explained(string rows, string rule, long count, long of, string unit, string place)
    {
        HygieneReport report = Check("a,Lead,2024-01-01T09:00,Ann,\na,Won,2024-01-05T10:00,Ann,5\nb,Lead,2024-01-02T09:00,Bob,\nb,Lost,2024-01-07T11:00,Bob,\n" + rows);
        HygieneFinding finding = Assert.Single(report.Findings);
        Assert.Equal((rule, count, of, unit), (finding.Rule, finding.Count, finding.Of, finding.Unit));
        Assert.Equal(place, finding.Samples[0].ToString());
        Assert.True(finding.Meaning.Length > 10 && finding.Effect.Length > 10);
        Assert.Equal((double)count / of, finding.Share);
        Assert.DoesNotContain(rule, report.Clean);
    }

    [Fact]
    public void A_time_stamp_with_an_improbable_share_of_changes_is_a_bulk_edit()
    {
        string log = string.Concat(Enumerable.Range(0, 180).Select(i => $"d{i},Lead,{Hour(i)},Ann,\nd{i},Lost,{Hour(i, 9)},Ann,\n"))
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"x{i},Lead,{Hour(i)},Ann,\nx{i},Lost,2024-03-05T18:33:21,Ann,\n"));
        HygieneFinding finding = Assert.Single(Check(log).Findings);
        Assert.Equal((HygieneRules.BulkEdit, 20L, 400L), (finding.Rule, finding.Count, finding.Of));
        Assert.Equal("log.csv:363, column 'at': '2024-03-05 18:33:21Z' – 20 of 400 changes", Assert.Single(finding.Samples).ToString());
    }

    [Fact]
    public void A_day_with_an_improbable_share_of_changes_is_a_bulk_edit_where_there_are_no_times()
    {
        string log = string.Concat(Enumerable.Range(0, 60).Select(i => $"d{i},Lead,{Day(i % 30)},Ann,\nd{i},Lost,{Day(i)},Ann,\n"))
            + string.Concat(Enumerable.Range(0, 30).Select(i => $"x{i},Lead,{Day(i)},Ann,\nx{i},Lost,2024-03-05,Ann,\n"));
        HygieneFinding finding = Assert.Single(Check(log).Findings);
        Assert.Equal("log.csv:123, column 'at': '2024-03-05' – 30 of 180 changes", Assert.Single(finding.Samples).ToString());
    }

    [Fact]
    public void Busy_but_probable_days_are_no_bulk_edits() =>
        Assert.Empty(Check(string.Concat(Enumerable.Range(0, 300).Select(i => $"d{i},Lead,{Day(i % 10)},Ann,\nd{i},Lost,{Day(i % 10 + 3)},Ann,\n"))).Findings);

    [Fact]
    public void The_table_of_deals_is_looked_at_too()
    {
        using var funnel = new SmallFunnel { Deals = "id,amount,channel,reason,created,close_date,owner\na,,Web,,2024-01-01,2024-01-05,Ann\nb,20,unknown,too dear,2024-02-02,2024-02-01,\nc,,Web,,2024-01-03,,Bob\nc,,Web,,2024-01-03,,Bob\n" };
        HygieneReport report = HygieneCheck.Run(FunnelMapping.Load(funnel.WriteFiles()), new HygieneOptions { AsOf = Now });
        Assert.Equal(
            [
                "DuplicateRow deals.csv:5, column 'id': 'c'",
                "ClosedBeforeCreated deals.csv:3, column 'close_date': '2024-02-01' – created 2024-02-02",
                "NoAmountOnWon log.csv:4, column 'id': 'a'",
                "RepeatedRow deals.csv:5 – the same row, field by field, is further up",
                "MixedMissing deals.csv:3, column 'channel': 'unknown' – 'unknown' in 1 rows; empty in 0",
                "NoOwner log.csv:5, column 'id': 'b'",
            ],
            report.Findings.Select(f => $"{f.Rule} {f.Samples[0]}"));
        Assert.Contains("rest on 0 of 1 won deals", report.Findings[2].Effect, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_the_mapping_states_as_missing_is_no_finding()
    {
        using var funnel = new SmallFunnel();
        funnel.Deals = funnel.Deals.Replace("Fair", "unknown", StringComparison.Ordinal);
        FunnelMapping mapping = FunnelMapping.Load(funnel.WriteFiles());
        Assert.Equal(1, HygieneCheck.Run(mapping).Findings.Single(f => f.Rule == HygieneRules.MixedMissing).Count);
        Assert.DoesNotContain(HygieneCheck.Run(mapping with { Missing = ["unknown"] }).Findings, f => f.Rule == HygieneRules.MixedMissing);
    }

    [Fact]
    public void Rules_without_their_column_or_time_are_said_to_be_unchecked()
    {
        using var funnel = new SmallFunnel();
        HygieneReport report = HygieneCheck.Run(FunnelMapping.Load(funnel.WriteFiles()));
        Assert.Equal(["DateInFuture: no time of the check was given", "NoOwner: no column with an owner was recognised"], report.NotChecked);
        Assert.DoesNotContain(HygieneRules.NoOwner, report.Clean);
    }

    [Fact]
    public void Samples_are_bounded_and_counts_are_not()
    {
        HygieneFinding finding = Check(string.Concat(Enumerable.Range(0, 500).Select(i => $"d{i},Nowhere,{Day(i % 40)},Ann,\n"))).Findings.Single(f => f.Rule == nameof(RowDefect.UnknownStage));
        Assert.Equal((500L, HygieneFinding.MaxSamples), (finding.Count, finding.Samples.Count));
    }

    [Fact]
    public void The_demo_funnel_has_three_stale_deals_and_nothing_else()
    {
        HygieneReport report = HygieneCheck.Run(FunnelMapping.Load(SampleFiles.DemoMapping), new HygieneOptions { AsOf = new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero) });
        HygieneFinding finding = Assert.Single(report.Findings);
        Assert.Equal((HygieneRules.StaleOpen, 3L, 18L), (finding.Rule, finding.Count, finding.Of));
        Assert.Equal((1111L, 121L, 972L, 18L), report.Deals);
    }

    private static string Hour(int i, int later = 0) => new DateTime(2024, 1, 1, 1, 0, 0).AddDays((i % 60) + later).AddMinutes(i * 7).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Day(int i) => new DateTime(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static HygieneReport Check(string rows) => HygieneCheck.Run(
        new FunnelMapping
        {
            Name = "F",
            Stages = [new("Lead"), new("Won")],
            Log = new LogTable("log.csv", "id", "stage", "at") { Amount = "amount" },
            Dimensions = [new("owner", "owner", DimensionSource.Log)],
            OpenFile = _ => new MemoryStream(Encoding.UTF8.GetBytes("id,stage,at,owner,amount\n" + rows)),
        },
        new HygieneOptions { AsOf = Now });
}
