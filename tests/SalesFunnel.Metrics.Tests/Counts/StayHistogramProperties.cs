using SalesFunnel.Metrics.Statistics;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counts;

/// <summary>Time in stage on the histogram, with open visits as censored, against the exact form from the log.</summary>
public class StayHistogramProperties
{
    private const double Rounding = 1e-9;

    private static readonly double[] s_probabilities = [0.1, 0.25, 0.5, 0.75, 0.9];

    [Property]
    public void The_limits_enclose_the_exact_quantile_and_curve(LogCase log)
    {
        foreach (DateTimeOffset asOf in log.AsOfTimes)
        {
            DealLog engine = Engine.Log(log).AsOf(asOf);
            Compare(engine.VisitDurations(Engine.LogOptions(log)), engine.Count(Engine.LogOptions(log)));
        }
    }

    [Property]
    public void So_they_do_on_the_snapshot_of_a_tracker(LogCase log)
    {
        LogCase sorted = log.WithoutDeletions().Sorted();
        Compare(Engine.Log(sorted).AsOf(sorted.End).VisitDurations(Engine.LogOptions(sorted)), Engine.Track(sorted).Snapshot(sorted.End));
    }

    [Fact]
    public void Among_many_visits_the_median_is_within_the_error_of_a_bucket()
    {
        var random = new Random(11);
        var builder = new DealLogBuilder(FunnelDefinition.Create("Many").Stage("A").Stage("B").Won("W"));
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int deal = 1; deal <= 4_000; deal++)
        {
            DateTimeOffset entered = start.AddDays(random.NextDouble() * 100);
            DateTimeOffset left = entered.AddDays(-40 * Math.Log(random.NextDouble()));
            builder.Add(DealEvent.Enter(deal, entered, 0));
            if (left < start.AddDays(100))
                builder.Add(random.Next(2) == 0 ? DealEvent.Enter(deal, left, 1) : DealEvent.Lost(deal, left));
        }

        builder.Add(DealEvent.Amount(1, start.AddDays(100), 1));
        DealLog log = builder.Build();
        VisitDurations exact = log.VisitDurations();
        StageSnapshot snapshot = log.Count();
        TimeInStage time = snapshot.TimeInStage(0);
        double median = exact.CensoredMedianSeconds(0)!.Value;

        Assert.InRange(median, 24 * 86_400, 32 * 86_400); // true: 40 ln 2 = 27.7 days
        Assert.True(time.ApproximateMedian!.Value.TotalSeconds < 0.75 * median, "Completed visits alone are short.");
        Assert.InRange(time.ApproximateCensoredMedian.Estimate!.Value.TotalSeconds / median, 1 - LogLinearBuckets.MaxRelativeError, 1 + LogLinearBuckets.MaxRelativeError);
        Assert.Equal(snapshot.StayQuantile(0, 0.5), time.ApproximateCensoredMedian);
        foreach (VisitEnd way in new[] { VisitEnd.Onward, VisitEnd.Lost })
        {
            int cause = VisitDurations.CauseOf(way);
            CumulativeIncidence share = exact.Incidence(0).At(cause, 30 * 86_400);
            Assert.InRange(snapshot.StayIncidence(0).At(cause, 30 * 86_400).Estimate, share.Estimate - 0.01, share.Estimate + 0.01);
            Assert.InRange(share.Estimate, 0.22, 0.31); // true: half of 1 − e^(−3/4) = 0.264
        }
    }

    [Fact]
    public void A_median_that_is_not_reached_is_no_number()
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Create("Open").Stage("A").Stage("B").Won("W"));
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int deal = 1; deal <= 3; deal++)
            tracker.Enter(deal, start, 0);
        tracker.Add(DealEvent.Lost(1, start.AddDays(1)));
        StageSnapshot snapshot = tracker.Snapshot(start.AddDays(5));
        Assert.Equal(default, snapshot.TimeInStage(0).ApproximateCensoredMedian);
        Assert.Equal(default, snapshot.TimeInStage(1).ApproximateCensoredMedian); // no visit at all
        StayQuantile quarter = snapshot.StayQuantile(0, 0.25);
        Assert.InRange(TimeSpan.FromDays(1), quarter.Low!.Value, quarter.High!.Value);
        Assert.Equal(1 / 3.0, snapshot.StayIncidence(0).AtEnd(VisitDurations.CauseOf(VisitEnd.Lost)).Estimate, 1e-12);
    }

    private static void Compare(VisitDurations exact, StageSnapshot snapshot)
    {
        for (int stage = 0; stage < snapshot.Definition.OpenStageCount; stage++)
        {
            KaplanMeier curve = exact.Survival(stage);
            foreach (double p in s_probabilities)
            {
                StayQuantile found = snapshot.StayQuantile(stage, p);
                if (curve.Quantile(p) is not { } quantile)
                {
                    Assert.Null(found.High);
                    continue;
                }

                Assert.True(found.Low is { } low && low.TotalSeconds <= quantile * (1 + Rounding), $"quantile {p} of stage {stage} is {quantile} s, found {found}");
                Assert.True(found.High is not { } high || quantile <= (high.TotalSeconds * (1 + Rounding)) + 1e-6, $"quantile {p} of stage {stage} is {quantile} s, found {found}");
            }

            KaplanMeier upper = snapshot.StaySurvival(stage);
            KaplanMeier lower = snapshot.StaySurvival(stage, order: TieOrder.CensoredFirst);
            CompetingRisks exactWays = exact.Incidence(stage);
            CompetingRisks ways = snapshot.StayIncidence(stage);
            bool orderIsKnown = true; // no bucket so far holds ended and open visits
            foreach (SurvivalStep step in upper.Steps)
            {
                int bucket = LogLinearBuckets.IndexOf((long)Math.Round(step.Time * 1e6));
                double last = (LogLinearBuckets.LowerBound(bucket) + LogLinearBuckets.Width(bucket) - 1) / 1e6;
                Assert.InRange(curve.Survival(last), lower.Survival(last) - Rounding, upper.Survival(last) + Rounding);
                orderIsKnown &= step.Events == 0 || step.Censored == 0;
                if (orderIsKnown)
                {
                    for (int cause = 1; cause <= ways.CauseCount; cause++)
                        Assert.Equal(exactWays.At(cause, last).Estimate, ways.At(cause, last).Estimate, 1e-9);
                }
            }
        }
    }
}
