using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Statistics;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Segments beside the rest, and the values that deals count under.</summary>
public class SegmentComparisonTests
{
    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("Two steps").Stage("Lead").Stage("Talk").Dimension("owner").Won("Won");
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void The_value_at_the_first_stage_is_the_value_at_entry(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        string dimension = log.Definition.Dimensions[0];
        var atEntry = engine.Count().GroupBy(dimension).Where(static g => g.Snapshot.Leads > 0).Select(g => Row(g.Values[0], Stages(log).Select(g.Snapshot.Reached)));
        var (groups, _, leftOut) = SegmentHistories.Count(engine, Options(dimension) with { Breakdown = SegmentBreakdown.AtStage });
        Assert.Equal(atEntry, groups.Select(static g => Row(g.Values[0], g.Reached)));
        Assert.Equal(0, leftOut);
    }

    [Property]
    public void Values_at_a_stage_are_those_of_the_deals_that_reached_it(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        StageSnapshot whole = engine.Count();
        foreach (int stage in Stages(log))
        {
            var (groups, total, leftOut) = SegmentHistories.Count(engine, Options(log.Definition.Dimensions[0]) with { Breakdown = SegmentBreakdown.AtStage, Stage = stage });
            Assert.Equal(whole.Leads - whole.Reached(stage), leftOut);
            Assert.Equal(Stages(log).Select(s => Math.Min(whole.Reached(s), whole.Reached(stage))), total);
            Assert.Equal(total, Stages(log).Select(s => groups.Sum(g => g.Reached[s])));
        }
    }

    [Property]
    public void All_values_hold_the_deals_of_the_first_and_the_last_value(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        string dimension = log.Definition.Dimensions[0];
        var all = SegmentHistories.Count(engine, Options(dimension) with { Breakdown = SegmentBreakdown.AllValues }).Groups.ToDictionary(static g => g.Values[0], static g => g.Reached);
        foreach (SegmentAttribution attribution in new[] { SegmentAttribution.First, SegmentAttribution.Last })
        {
            foreach (SegmentGroup group in engine.Count(new LogCountOptions { Attribution = attribution }).GroupBy(dimension).Where(static g => g.Snapshot.Leads > 0))
                Assert.All(Stages(log), stage => Assert.True(group.Snapshot.Reached(stage) <= all[group.Values[0]][stage]));
        }
    }

    [Property]
    public void A_segment_and_its_rest_are_all_deals(LogCase log)
    {
        StageSnapshot whole = Engine.Log(log).Count();
        foreach (SegmentStanding segment in SegmentComparison.Of(whole, Options(log.Definition.Dimensions[^1])).Segments)
        {
            Assert.Equal((whole.Won, whole.Leads), (segment.Overall.Rate.Converted + segment.Overall.Rest.Converted, segment.Overall.Rate.Entered + segment.Overall.Rest.Entered));
            Assert.All(segment.Steps.Append(segment.Overall), static rate =>
            {
                Assert.True(rate.Difference is null || (rate.Difference.Value.Low <= rate.Difference.Value.Estimate && rate.Difference.Value.Estimate <= rate.Difference.Value.High));
                Assert.True(rate.ProbabilityAboveRest is null or (>= 0 and <= 1));
            });
        }
    }

    [Fact]
    public void A_segment_that_is_better_than_the_rest_stands_out_and_a_small_one_is_not_tested()
    {
        var builder = new DealLogBuilder(s_funnel);
        int next = 0;
        foreach ((long owner, int leads, int won) in new[] { (1L, 200, 80), (2L, 200, 40), (3L, 200, 42), (4L, 10, 9) })
        {
            for (int i = 0; i < leads; i++, next++)
            {
                builder.Add(DealEvent.Enter(next, s_start, 0, segment: owner));
                builder.Add(i < won ? DealEvent.Won(next, s_start.AddDays(1)) : DealEvent.Lost(next, s_start.AddDays(1)));
            }
        }

        SegmentComparison comparison = builder.Build().Segments(Options("owner"));
        SegmentRate best = comparison.Segments[0].Overall;
        double p = TwoProportions.PooledZ(80, 200, 91, 410)!.Value.PValue;
        Assert.Equal(3 * p, best.PValue!.Value, 12); // the smallest of three tested
        Assert.True(best.IsSignificant && best.ProbabilityAboveRest > 0.999);
        Assert.Equal(SegmentShrinkage.ByMaximumLikelihood([80, 40, 42, 9], [200, 200, 200, 10])!.Rates, comparison.Segments.Select(static s => s.Overall.Shrunk!.Value));
        Assert.Equal(TwoProportions.Difference(80, 200, 91, 410), best.Difference);
        SegmentRate small = comparison.Segments[3].Overall;
        Assert.Equal((MetricStatus.InsufficientSample, null, false), (small.Status, small.PValue, small.IsSignificant));
        Assert.True(small.Shrunk < 0.9);
        Assert.Equal((3, ShrinkagePooling.Partial), (comparison.TestedOverall, comparison.OverallPooling));
    }

    [Fact]
    public void A_deal_counts_under_the_owner_of_the_time_asked_for()
    {
        var builder = new DealLogBuilder(s_funnel);
        builder.Add(DealEvent.Enter(1, s_start, 0, segment: 7));
        builder.Add(DealEvent.Enter(1, s_start.AddDays(1), 1, segment: 8));
        builder.Add(DealEvent.Won(1, s_start.AddDays(2), segment: 9));
        builder.Add(DealEvent.Enter(2, s_start, 0, segment: 7));
        DealLog log = builder.Build();
        SegmentOptions options = Options("owner");
        Assert.Equal(["7: 2 1 1"], Rows(log.Segments(options)));
        Assert.Equal(["8: 1 1 1"], Rows(log.Segments(options with { Breakdown = SegmentBreakdown.AtStage, Stage = 1 })));
        Assert.Equal(["9: 1 1 1"], Rows(log.Segments(options with { Breakdown = SegmentBreakdown.AtStage, Stage = 2 })));
        Assert.Equal(["7: 1 0 0", "9: 1 1 1"], Rows(log.Segments(options with { Breakdown = SegmentBreakdown.Last })));
        Assert.Equal(["7: 2 1 1", "8: 1 1 1", "9: 1 1 1"], Rows(log.Segments(options with { Breakdown = SegmentBreakdown.AllValues })));
    }

    [Fact]
    public void Choices_that_do_not_fit_are_refused_with_the_remedy()
    {
        DealLog log = new DealLogBuilder(s_funnel).Build();
        Assert.Empty(log.Segments(Options("owner")).Segments);
        Assert.Contains("Name one of: owner.", Refused(new SegmentOptions { Dimensions = [] }), StringComparison.Ordinal);
        Assert.Contains("there is no stage 3", Refused(Options("owner") with { Breakdown = SegmentBreakdown.AtStage, Stage = 3 }), StringComparison.Ordinal);
        Assert.Contains("Name one, or choose AtEntry", Refused(new SegmentOptions { Dimensions = ["owner", "owner"], Breakdown = SegmentBreakdown.AllValues }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => log.Segments(Options("country")));

        string Refused(SegmentOptions options) => Assert.Throws<InvalidOperationException>(() => log.Segments(options)).Message;
    }

    private static SegmentOptions Options(string dimension) => new() { Dimensions = [dimension] };

    private static IEnumerable<int> Stages(LogCase log) => Enumerable.Range(0, log.Definition.Stages.Count);

    private static string Row(long value, IEnumerable<long> reached) => $"{value}: {string.Join(' ', reached)}";

    private static IEnumerable<string> Rows(SegmentComparison comparison) => comparison.Segments.Select(static s => Row(s.Values[0], s.Reached));
}
