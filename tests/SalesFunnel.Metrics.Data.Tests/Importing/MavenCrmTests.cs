using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>A public table of 8,800 deals of no known system, one row each with a date per stage, against figures that DuckDB computed.</summary>
public class MavenCrmTests
{
    private const string Set = "maven-crm";

    private static readonly Lazy<FunnelData> Maven = new(() => FunnelReader.Read(MappingProposal.For([SharedData.PathOf(Set, "sales_pipeline.csv")]).Mapping, new ReadOptions { Strict = true }));

    private static StageSnapshot Snapshot => Maven.Value.Log.Count();

    [SharedDataFact(Set)]
    public void Of_8800_deals_8300_were_engaged_and_4238_won_with_6711_resolved()
    {
        StageSnapshot s = Snapshot;
        JsonElement row = Rows("funnel_reached")[0];
        Assert.Equal(["Prospecting", "Engaging", "Won"], s.Definition.Stages.Select(stage => stage.Key));
        Assert.Equal([8800, 8300, 4238], Enumerable.Range(0, 3).Select(i => s.Reached(i)));
        Assert.Equal((6711, 2473), (s.Won + s.Lost, s.Lost));
        Assert.Equal(row.GetProperty("prospecting_to_engaging").GetDouble(), s.Conversion(0, 1).Value!.Value, 11);
        Assert.Equal(row.GetProperty("engaging_to_won").GetDouble(), s.Conversion(1, 2).Value!.Value, 11);
        Assert.Equal(row.GetProperty("overall_conversion").GetDouble(), s.OverallConversionRate.Value!.Value, 11);
        Assert.Equal(row.GetProperty("win_rate_of_closed").GetDouble(), s.WinRate.Value!.Value, 11);
        Assert.True(s.HasFullHistory);
    }

    [SharedDataFact(Set)]
    public void Deals_stand_where_the_stage_column_says()
    {
        StageSnapshot s = Snapshot;
        Dictionary<string, long> rows = Rows("counts_by_current_stage").ToDictionary(r => r.GetProperty("deal_stage").GetString()!, r => r.GetProperty("n").GetInt64());
        Assert.Equal((rows["Prospecting"], rows["Engaging"], rows["Won"], rows["Lost"]), (s.InStageNow(0), s.InStageNow(1), s.Won, s.Lost));
    }

    [SharedDataFact(Set)]
    public void Without_a_stage_of_decision_two_of_the_rates_are_undefined()
    {
        StageSnapshot s = Snapshot;
        Assert.Equal(MetricStatus.Ok, s.LeadConversionRate.Status);
        Assert.Equal("no stage with role Decision", s.OpportunityConversionRate.Reason);
        Assert.Equal("no stage with role Decision", s.SalesConversionRate.Reason);
        Assert.Equal(MetricStatus.Undefined, s.SalesConversionRate.Status);
    }

    [SharedDataFact(Set)]
    public void The_time_from_engaging_to_the_outcome_is_that_of_whole_days()
    {
        StageSnapshot s = Snapshot;
        foreach ((string stage, VisitEnd end) in new[] { ("Won", VisitEnd.Won), ("Lost", VisitEnd.Lost) })
        {
            JsonElement row = Rows("cycle_days_by_outcome").Single(r => r.GetProperty("deal_stage").GetString() == stage);
            VisitTimes times = s.Times(1, end);
            Assert.Equal(row.GetProperty("n").GetInt64(), times.Count);
            Assert.Equal(row.GetProperty("mean_days").GetDouble(), (double)(times.MeanSeconds!.Value / 86_400m), 9);
            Assert.Equal(row.GetProperty("median_days").GetDouble(), times.ApproximateQuantile(0.5)!.Value.TotalDays, row.GetProperty("median_days").GetDouble() * 0.01); // the histogram is off by at most 1 %
        }

        Assert.Equal(8300, s.Touched(1));
        Assert.Equal(8300, s.UntimedVisits(0)); // nobody wrote down when a deal became a prospect; 500 still are
    }

    [SharedDataFact(Set)]
    public void Won_deals_are_worth_what_the_table_says()
    {
        JsonElement row = Rows("deal_size_won")[0];
        DealSize size = Snapshot.DealSize;
        Assert.Equal((row.GetProperty("n").GetInt64(), row.GetProperty("revenue").GetDecimal()), (size.PricedDeals, size.Revenue));
        Assert.Equal(row.GetProperty("mean_deal").GetDouble(), (double)size.Value!.Value, 7);
    }

    [SharedDataFact(Set)]
    public void Products_and_regions_come_to_their_figures()
    {
        FunnelData data = Maven.Value;
        foreach (JsonElement row in Rows("by_product"))
            AssertSegment(row, [Part("product", row.GetProperty("product").GetString()!.Replace("GTX Pro", "GTXPro", StringComparison.Ordinal))], row.GetProperty("mean_deal").GetDouble());

        ILookup<string, string> agents = File.ReadLines(SharedData.PathOf(Set, "sales_teams.csv")).Skip(1).Select(l => l.TrimEnd('\r').Split(',')).ToLookup(f => f[2], f => f[0]);
        foreach (JsonElement row in Rows("by_region"))
        {
            int agent = data.Log.Definition.IndexOfDimension("sales_agent");
            IEnumerable<string> known = agents[row.GetProperty("regional_office").GetString()!].Where(name => data.DimensionValues[agent].TryGet(name, out _));
            AssertSegment(row, [.. known.Select(name => Part("sales_agent", name))], null);
        }
    }

    [SharedDataFact(Set)]
    public void The_view_of_outcomes_is_the_table_by_close_month()
    {
        OutcomeView view = Maven.Value.Log.Outcome(CohortCalendar.Of(CohortUnit.Month));
        Assert.Equal(
            Rows("by_close_month").Select(r => (r.GetProperty("month").GetString()!, r.GetProperty("won").GetInt64(), r.GetProperty("lost").GetInt64(), r.GetProperty("revenue").GetDecimal())),
            view.Rows.Select(r => (r.Period.ToString(), r.Won, r.Lost, r.WonAmount)));
    }

    [SharedDataTheory(Set)]
    [InlineData("utf-8", "yyyy-MM-dd", ',')]
    [InlineData("utf-16", "yyyy-MM-dd", ',')]
    [InlineData("windows-1251", "yyyy-MM-dd", ',')]
    [InlineData("utf-8", "M/d/yyyy", ',')]
    [InlineData("utf-8", "yyyy-MM-dd", ';')]
    [InlineData("windows-1251", "M/d/yyyy", ';')]
    public void However_it_is_written_it_gives_one_snapshot(string encoding, string dates, char delimiter)
    {
        using var folder = new TempFolder();
        byte[] content = WithCyrillicAgents(encoding, dates, delimiter);
        FunnelData data = FunnelReader.Read(MappingProposal.For([folder.Write("pipeline.csv", content)]).Mapping, new ReadOptions { Strict = true });
        Assert.Equal(Everything(Reference.Value), Everything(data));
    }

    private static readonly Lazy<FunnelData> Reference = new(() =>
    {
        using var folder = new TempFolder();
        return FunnelReader.Read(MappingProposal.For([folder.Write("pipeline.csv", WithCyrillicAgents("utf-8", "yyyy-MM-dd", ','))]).Mapping);
    });

    private static string[] Everything(FunnelData data)
    {
        StageSnapshot s = data.Log.Count();
        int agent = data.Log.Definition.IndexOfDimension("sales_agent");
        return
        [
            .. CrmExports.Figures(s), s.WonAmount.ToString(CultureInfo.InvariantCulture), s.AsOf.ToString("O", CultureInfo.InvariantCulture),
            .. s.GroupBy("sales_agent").Select(g => $"{(g.Values[0] < 0 ? "none" : data.DimensionValues[agent].OuterId(g.Values[0]))}: {string.Join("; ", CrmExports.Figures(g.Snapshot))} {g.Snapshot.WonAmount.ToString(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal),
        ];
    }

    private static byte[] WithCyrillicAgents(string encoding, string dates, char delimiter)
    {
        string[] lines = File.ReadAllLines(SharedData.PathOf(Set, "sales_pipeline.csv"));
        string[] names = ["Анна Бергова", "Борис Ли", "Чен Ву", "Ольга Щукина", "Пётр Ёлкин", "Юрий Жук", "Мария Эйлер", "Фёдор Цой", "Хаким Шах", "Зоя Ъ"];
        Dictionary<string, string> renamed = lines.Skip(1).Select(l => l.Split(',')[1]).Distinct().Order(StringComparer.Ordinal).Take(names.Length).Zip(names).ToDictionary(p => p.First, p => p.Second);
        for (int i = 0; i < lines.Length; i++)
        {
            string[] fields = lines[i].Split(',');
            fields[1] = renamed.GetValueOrDefault(fields[1], fields[1]);
            for (int date = 5; date <= 6 && i > 0; date++)
                fields[date] = fields[date].Length == 0 ? string.Empty : DateOnly.Parse(fields[date], CultureInfo.InvariantCulture).ToString(dates, CultureInfo.InvariantCulture);
            lines[i] = string.Join(delimiter, fields);
        }

        Encoding written = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        return [.. encoding == "utf-16" ? written.GetPreamble() : [], .. written.GetBytes(string.Join('\n', lines) + "\n")];
    }

    private static StageSnapshot Part(string dimension, string value)
    {
        int index = Maven.Value.Log.Definition.IndexOfDimension(dimension);
        Assert.True(Maven.Value.DimensionValues[index].TryGet(value, out long id), value);
        return Snapshot.Segment(dimension, id);
    }

    private static void AssertSegment(JsonElement row, StageSnapshot[] parts, double? meanDeal)
    {
        (long won, long lost) = (parts.Sum(p => p.Won), parts.Sum(p => p.Lost));
        Assert.Equal(
            (row.GetProperty("opportunities").GetInt64(), row.GetProperty("won").GetInt64(), lost, row.GetProperty("revenue").GetDecimal()),
            (parts.Sum(p => p.Leads), won, lost, parts.Sum(p => p.WonAmount)));
        Assert.Equal(row.GetProperty("win_rate").GetDouble(), (double)won / (won + lost), 11);
        if (meanDeal is { } mean)
            Assert.Equal(mean, (double)parts[0].DealSize.Value!.Value, 6);
    }

    private static IReadOnlyList<JsonElement> Rows(string result) => SampleFiles.Expected(SharedData.PathOf(Set), result);
}
