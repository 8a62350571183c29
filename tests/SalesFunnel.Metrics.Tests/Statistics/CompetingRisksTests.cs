using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class CompetingRisksTests
{
    private static readonly Gen<(double[] Times, int[] Causes)> Samples =
        from n in Gen.Choose(1, 60)
        from times in Gen.Choose(0, 20).ArrayOf(n)
        from causes in Gen.Choose(0, 4).ArrayOf(n)
        select (times.Select(t => (double)t).ToArray(), causes);

    [Property]
    public Property All_shares_and_the_open_one_are_always_one() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        CompetingRisks risks = CompetingRisks.Fit(sample.Times, sample.Causes, 4);
        return Enumerable.Range(-1, 23).All(t => Math.Abs(Enumerable.Range(1, 4).Sum(k => risks.At(k, t).Estimate) + risks.Open(t) - 1) < 1e-12);
    });

    [Property]
    public Property Joining_the_other_causes_changes_neither_a_share_nor_its_error() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        CompetingRisks apart = CompetingRisks.Fit(sample.Times, sample.Causes, 4);
        CompetingRisks joined = CompetingRisks.Fit(sample.Times, [.. sample.Causes.Select(c => Math.Min(c, 2))], 2);
        CumulativeIncidence a = apart.AtEnd(1);
        CumulativeIncidence b = joined.AtEnd(1);
        return Math.Abs(a.Estimate - b.Estimate) < 1e-12 && Math.Abs(a.StandardError - b.StandardError) < 1e-9;
    });

    [Property]
    public Property The_moving_sums_give_the_variance_of_the_formula() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        CompetingRisks risks = CompetingRisks.Fit(sample.Times, sample.Causes, 4);
        return Enumerable.Range(1, 4).All(k => new[] { 3.0, 9.0, 20.0 }.All(t => Math.Abs(risks.At(k, t).StandardError - Formula(sample.Times, sample.Causes, k, t)) < 1e-7));
    });

    [Property]
    public Property Without_competing_causes_the_share_is_one_minus_the_survival_with_Greenwoods_error() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        int[] causes = [.. sample.Causes.Select(c => Math.Min(c, 1))];
        CompetingRisks risks = CompetingRisks.Fit(sample.Times, causes, 1);
        return KaplanMeier.Fit(sample.Times, [.. causes.Select(c => c == 1)]).Steps.All(s => Math.Abs(risks.At(1, s.Time).Estimate - (1 - s.Survival)) < 1e-12
            && (s.StandardError is not { } error || Math.Abs(risks.At(1, s.Time).StandardError - error) < 1e-7));
    });

    [Property]
    public Property An_interval_holds_its_share_and_stays_within_zero_and_one() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        CumulativeIncidence share = CompetingRisks.Fit(sample.Times, sample.Causes, 4).AtEnd(2);
        return share.Interval() is { } interval
            ? interval.Low >= 0 && interval.Low <= share.Estimate && share.Estimate <= interval.High && interval.High <= 1
            : share.Estimate is <= 0 or >= 1;
    });

    [Fact]
    public void Nothing_has_happened_before_the_first_time_or_without_units()
    {
        CompetingRisks none = CompetingRisks.Fit([], [], 2);
        Assert.Equal(1, none.Open(5));
        Assert.Equal(0, none.AtEnd(2).Estimate);
        Assert.Null(none.LastTime);
        Assert.Equal(0, CompetingRisks.Fit([3], [1], 1).At(1, 2.9).Estimate);
    }

    [Fact]
    public void Causes_and_times_that_do_not_exist_are_refused()
    {
        Assert.Contains("unit 1", Assert.Throws<ArgumentException>(() => CompetingRisks.Fit([1, 2], [0, 3], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CompetingRisks.Fit([1], [-1], 2));
        Assert.Throws<ArgumentException>(() => CompetingRisks.Fit([double.NaN], [1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompetingRisks.Fit([1], [1], 0));
        CompetingRisks risks = CompetingRisks.Fit([1], [1], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => risks.At(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => risks.AtEnd(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => risks.Time(1));
    }

    // Two passes: first the curves, then the sum of the documentation as it stands.
    private static double Formula(double[] times, int[] causes, int cause, double until)
    {
        double[] distinct = [.. times.Distinct().Where(t => t <= until).Order()];
        (double survival, double incidence, double total) = (1, 0, 0);
        foreach (double t in distinct)
        {
            double n = times.Count(x => x >= t);
            double d = times.Where((x, i) => x == t && causes[i] > 0).Count();
            double dk = times.Where((x, i) => x == t && causes[i] == cause).Count();
            total += survival * dk / n;
            survival *= 1 - (d / n);
        }

        double variance = 0;
        survival = 1;
        foreach (double t in distinct)
        {
            double n = times.Count(x => x >= t);
            double d = times.Where((x, i) => x == t && causes[i] > 0).Count();
            double dk = times.Where((x, i) => x == t && causes[i] == cause).Count();
            incidence += survival * dk / n;
            double rest = total - incidence;
            variance += d < n ? rest * rest * d / n / (n - d) : 0;
            variance += (survival * survival * (n - dk) * dk / (n * n * n)) - (2 * rest * survival * dk / (n * n));
            survival *= 1 - (d / n);
        }

        return Math.Sqrt(Math.Max(variance, 0));
    }
}
