using System.Text.Json;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>Times, bins and trends of the chains that the presets tell are those that PostHog reports.</summary>
public class PresetFigureTests
{
    /// <summary>Gets the cases that no test covers, each with its reason.</summary>
    private static readonly Dictionary<string, string> s_notCovered = new(StringComparer.Ordinal)
    {
        ["ph-106"] = "PostHog's trends of unordered funnels count one entity in every period in which one of its attempts starts; a snapshot of entities holds one chain each",
    };

    public static TheoryData<string> WithTimes => ConformanceCases.TranscribedWith(static c => c.Expect.TryGetProperty("avg_times", out _));

    public static TheoryData<string> TimesToConvert => ConformanceCases.TranscribedWith(static c => c.Kind == "time_to_convert");

    public static TheoryData<string> Trends => ConformanceCases.TranscribedWith(static c => c.Kind == "trend" && !s_notCovered.ContainsKey(c.Id));

    [Theory]
    [MemberData(nameof(WithTimes))]
    public void Mean_and_median_times_are_those_that_the_system_gives(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        SequenceSnapshot s = Count(c);
        decimal?[] Times(Func<SequenceTimes, decimal?> figure) => [null, .. Enumerable.Range(1, s.Definition.Steps.Count - 1).Select(step => figure(s.TimeBetween(step - 1, step)))];
        Assert.Equal(Decimals(c.Expect.GetProperty("avg_times")), Times(static t => t.MeanSeconds));
        if (c.Expect.TryGetProperty("median_times", out JsonElement medians))
            Assert.Equal(Decimals(medians), Times(static t => t.MedianSeconds));
    }

    [Theory]
    [MemberData(nameof(TimesToConvert))]
    public void Bins_of_times_are_those_that_the_system_gives(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        JsonElement asked = c.Property("time_to_convert")!.Value;
        SequenceTimes times = Count(c).TimeBetween(asked.GetProperty("from_step").GetInt32(), asked.GetProperty("to_step").GetInt32());
        int? bins = asked.GetProperty("bin_count") is { ValueKind: JsonValueKind.Number } given ? given.GetInt32() : null;
        Assert.Equal(c.Expect.GetProperty("bins").EnumerateArray().Select(static b => new SequenceTimeBin(b[0].GetInt64(), b[1].GetInt64())), times.Bins(bins));
        Assert.Equal(c.Expect.GetProperty("average_conversion_time").GetDecimal(), times.MeanSeconds);
    }

    [Theory]
    [MemberData(nameof(Trends))]
    public void Trends_are_those_that_the_system_gives(string id)
    {
        ConformanceCase c = ConformanceCases.Transcribed[id];
        JsonElement asked = c.Property("trend")!.Value;
        CohortUnit unit = Enum.Parse<CohortUnit>(asked.GetProperty("interval").GetString()!, ignoreCase: true);
        int from = asked.TryGetProperty("from_step", out JsonElement f) ? f.GetInt32() : 0;
        int? to = asked.TryGetProperty("to_step", out JsonElement t) ? t.GetInt32() : null;
        SequenceTrend trend = Count(c).Trend(TestFunnels.Calendar(unit, asked.GetProperty("timezone").GetString()!), from, to);
        Dictionary<string, SequenceTrendPoint> found = trend.Points.ToDictionary(static p => p.Period.Label, StringComparer.Ordinal);
        foreach (JsonElement expected in c.Expect.GetProperty("trend").EnumerateArray())
        {
            string label = expected.GetProperty("day").GetString()![..(unit == CohortUnit.Month ? 7 : 10)];
            (long entered, long converted) = found.TryGetValue(label, out SequenceTrendPoint? point) ? (point.Entered, point.Converted) : (0, 0);
            Assert.Equal((label, expected.GetProperty("entered").GetInt64(), expected.GetProperty("converted").GetInt64()), (label, entered, converted));
        }
    }

    [Fact]
    public void Every_transcribed_case_is_covered_or_its_reason_stated()
    {
        IEnumerable<string> covered = ((TheoryData<string>[])
        [
            PresetConformanceTests.WithLevels, PresetConformanceTests.WithCounts, PresetConformanceTests.WithBreakdown, PresetConformanceTests.Errors, WithTimes, TimesToConvert, Trends,
        ]).SelectMany(static data => (IEnumerable<object[]>)data).Select(static row => (string)row[0]);
        Assert.Equal(ConformanceCases.Transcribed.Keys.Order(StringComparer.Ordinal), covered.Concat(s_notCovered.Keys).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(88, ConformanceCases.Transcribed.Count);
    }

    private static SequenceSnapshot Count(ConformanceCase c)
    {
        SequenceDefinition definition = c.Define(c.Preset());
        return ReplayRun.Count(definition, c.Events(definition));
    }

    private static decimal?[] Decimals(JsonElement array) => [.. array.EnumerateArray().Select(static e => e.ValueKind == JsonValueKind.Null ? (decimal?)null : e.GetDecimal())];
}
