using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>What holds for every sample.</summary>
public class StatisticsProperties
{
    private static readonly Gen<(double[] Times, DealOutcome[] Outcomes)> Samples =
        from n in Gen.Choose(1, 40)
        from times in Gen.Choose(0, 12).ArrayOf(n)
        from outcomes in Gen.Elements(DealOutcome.Open, DealOutcome.Won, DealOutcome.Lost).ArrayOf(n)
        select (times.Select(t => (double)t).ToArray(), outcomes);

    [Property]
    public Property Won_lost_and_open_are_always_one() => Prop.ForAll(Samples.ToArbitrary(), sample =>
        AalenJohansen.Fit(sample.Times, sample.Outcomes).Steps.All(s => Math.Abs(s.Won + s.Lost + s.Open - 1) < 1e-12));

    [Property]
    public Property Open_deals_are_those_that_Kaplan_and_Meier_see_staying() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        bool[] ended = [.. sample.Outcomes.Select(o => o != DealOutcome.Open)];
        return AalenJohansen.Fit(sample.Times, sample.Outcomes).Steps.Zip(KaplanMeier.Fit(sample.Times, ended).Steps)
            .All(pair => pair.First.Time == pair.Second.Time && Math.Abs(pair.First.Open - pair.Second.Survival) < 1e-12);
    });

    [Property]
    public Property Without_open_deals_the_incidence_is_the_plain_share() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        DealOutcome[] closed = [.. sample.Outcomes.Select(o => o == DealOutcome.Open ? DealOutcome.Lost : o)];
        double share = (double)closed.Count(o => o == DealOutcome.Won) / closed.Length;
        return Math.Abs(AalenJohansen.Fit(sample.Times, closed).At(12).Won - share) < 1e-12;
    });

    [Property]
    public Property The_order_of_the_sample_changes_no_curve() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        bool[] ended = [.. sample.Outcomes.Select(o => o == DealOutcome.Won)];
        KaplanMeier there = KaplanMeier.Fit(sample.Times, ended);
        KaplanMeier back = KaplanMeier.Fit([.. sample.Times.Reverse()], [.. ended.Reverse()]);
        return there.Steps.SequenceEqual(back.Steps);
    });

    [Property]
    public bool Merged_moments_are_those_of_the_whole(NormalFloat[] first, NormalFloat[] second)
    {
        double[] a = [.. first.Select(v => Math.Clamp(v.Get, -1e6, 1e6))];
        double[] b = [.. second.Select(v => Math.Clamp(v.Get, -1e6, 1e6))];
        Moments merged = Moments.Of(a).Merge(Moments.Of(b));
        double[] all = [.. a, .. b];
        if (all.Length == 0)
            return merged.Count == 0 && merged.Mean is null;
        double mean = all.Average();
        double spread = all.Sum(v => (v - mean) * (v - mean));
        double scale = all.Max(Math.Abs) + 1e-300;
        return merged.Count == all.Length && Math.Abs(merged.Mean!.Value - mean) <= 1e-12 * scale
            && Math.Abs((merged.PopulationVariance!.Value * all.Length) - spread) <= 1e-10 * scale * scale * all.Length
            && merged.Min == all.Min() && merged.Max == all.Max();
    }

    [Property]
    public bool The_quantile_undoes_the_distribution(PositiveInt shapeA, PositiveInt shapeB, byte probability)
    {
        (double a, double b) = (shapeA.Get / 3.0, shapeB.Get / 3.0);
        double p = (probability + 0.5) / 256;
        double x = BetaDistribution.Quantile(p, a, b);
        // Where the quantile lies close to 1, a double next to it moves the probability by the density times the spacing.
        double slack = Math.Abs(BetaDistribution.Cdf(Math.BitIncrement(x), a, b) - BetaDistribution.Cdf(Math.BitDecrement(x), a, b));
        return Math.Abs(BetaDistribution.Cdf(x, a, b) - p) <= (1e-11 * p) + (2 * slack) && Math.Abs(BetaDistribution.Cdf(x, a, b) + BetaDistribution.Sf(x, a, b) - 1) < 1e-12;
    }

    [Property]
    public bool Every_interval_holds_the_rate_and_the_exact_one_is_the_wider(PositiveInt part, NonNegativeInt rest)
    {
        long k = part.Get - 1;
        long n = k + rest.Get + 1;
        double rate = (double)k / n;
        return new[] { ProportionIntervals.ClopperPearson(k, n), ProportionIntervals.Jeffreys(k, n), ProportionIntervals.AgrestiCoull(k, n), ProportionIntervals.WilsonCorrected(k, n) }
            .All(i => i is { } interval && interval.Low >= 0 && interval.High <= 1 && interval.Low <= rate + 1e-12 && interval.High >= rate - 1e-12)
            && ProportionIntervals.ClopperPearson(k, n)!.Value.Low <= ProportionIntervals.Jeffreys(k, n)!.Value.Low + 1e-12;
    }

    [Fact]
    public void Adjusted_p_values_keep_the_order_given() =>
        Assert.Equal([0.03, 0.04, 0.03], ManyProportions.BenjaminiHochberg([0.01, 0.04, 0.02]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void A_median_that_too_few_have_reached_is_not_reached() =>
        Assert.Null(KaplanMeier.Fit([1, 2, 3, 4], [true, false, false, false]).Quantile(0.5));

    [Fact]
    public void Segments_that_differ_no_more_than_chance_are_pooled_and_it_is_said()
    {
        SegmentShrinkage fit = SegmentShrinkage.ByMoments([10, 10, 10, 10, 10], [100, 100, 100, 100, 100])!;
        Assert.Equal(ShrinkagePooling.Full, fit.Pooling);
        Assert.All(fit.Rates, rate => Assert.Equal(0.1, rate, 12));
        Assert.Equal(ShrinkagePooling.Full, SegmentShrinkage.ByMaximumLikelihood([10, 10, 10, 10, 10], [100, 100, 100, 100, 100])!.Pooling);
    }
}
