using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>Fits of rows of equal values against the fits of the samples that they stand for.</summary>
public class GroupedSurvivalTests
{
    private const double Rounding = 1e-12;

    private static readonly Gen<(long[] Times, int[] Causes)> Samples =
        from n in Gen.Choose(1, 200)
        from scale in Gen.Elements(3, 300, 100_000)
        from times in Gen.Choose(0, scale).ArrayOf(n)
        from causes in Gen.Choose(0, 3).ArrayOf(n)
        select (times.Select(t => (long)t).ToArray(), causes);

    [Property]
    public Property Rows_of_single_values_give_the_curve_of_the_sample() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        var rows = new Rows(sample.Times, sample.Causes, time => (int)time, row => row);
        KaplanMeier exact = KaplanMeier.Fit([.. sample.Times.Select(t => (double)t)], [.. sample.Causes.Select(c => c > 0)], 0.9);
        return KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored, 0.9).Steps.SequenceEqual(exact.Steps);
    });

    [Property]
    public Property Rows_of_single_values_give_the_incidences_of_the_sample() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        var rows = new Rows(sample.Times, sample.Causes, time => (int)time, row => row);
        CompetingRisks exact = CompetingRisks.Fit([.. sample.Times.Select(t => (double)t)], sample.Causes, 3);
        CompetingRisks grouped = CompetingRisks.FitGrouped(rows.Values, rows.Events, rows.Censored, 3);
        return grouped.Count == exact.Count && Enumerable.Range(0, exact.Count).All(i => grouped.Time(i) == exact.Time(i)
            && grouped.Open(grouped.Time(i)) == exact.Open(grouped.Time(i)) && Enumerable.Range(1, 3).All(k => grouped.At(k, exact.Time(i)) == exact.At(k, exact.Time(i))));
    });

    [Property]
    public Property The_two_orders_enclose_the_exact_curve_at_the_end_of_every_bucket() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        Rows rows = Buckets(sample.Times, sample.Causes);
        KaplanMeier exact = KaplanMeier.Fit([.. sample.Times.Select(t => (double)t)], [.. sample.Causes.Select(c => c > 0)]);
        KaplanMeier upper = KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored);
        KaplanMeier lower = KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored, 0.95, TieOrder.CensoredFirst);
        return rows.Keys.All(bucket =>
        {
            double end = LogLinearBuckets.LowerBound(bucket) + (LogLinearBuckets.Width(bucket) - 1);
            double survival = exact.Survival(end);
            return lower.Survival(end) <= survival + Rounding && survival <= upper.Survival(end) + Rounding;
        });
    });

    [Property]
    public Property An_exact_quantile_lies_between_those_of_the_two_orders_up_to_half_a_bucket() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        Rows rows = Buckets(sample.Times, sample.Causes);
        KaplanMeier exact = KaplanMeier.Fit([.. sample.Times.Select(t => (double)t)], [.. sample.Causes.Select(c => c > 0)]);
        KaplanMeier upper = KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored);
        KaplanMeier lower = KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored, 0.95, TieOrder.CensoredFirst);
        return new[] { 0.1, 0.25, 0.5, 0.75, 0.9 }.All(p =>
        {
            const double Slack = 1e-9; // no tie may fall to one side by rounding alone
            double low = lower.Quantile(Math.Max(p - Slack, 1e-12)) ?? double.PositiveInfinity;
            double high = upper.Quantile(p + Slack) ?? double.PositiveInfinity;
            return exact.Quantile(p) is { } quantile
                ? low - (LogLinearBuckets.MaxRelativeError * quantile) <= quantile && quantile <= high + (LogLinearBuckets.MaxRelativeError * quantile)
                : high == double.PositiveInfinity;
        });
    });

    [Property]
    public Property The_stated_sums_enclose_every_exact_incidence_at_the_end_of_a_bucket() => Prop.ForAll(Samples.ToArbitrary(), sample =>
    {
        Rows rows = Buckets(sample.Times, sample.Causes);
        CompetingRisks exact = CompetingRisks.Fit([.. sample.Times.Select(t => (double)t)], sample.Causes, 3);
        CompetingRisks grouped = CompetingRisks.FitGrouped(rows.Values, rows.Events, rows.Censored, 3);
        KaplanMeier upper = KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored);
        KaplanMeier lower = KaplanMeier.FitGrouped(rows.Values, rows.Ended, rows.Censored, 0.95, TieOrder.CensoredFirst);
        double present = sample.Times.Length;
        (double[] least, double[] most) = (new double[3], new double[3]);
        for (int row = 0; row < rows.Values.Length; row++)
        {
            double before = row == 0 ? -1 : rows.Values[row - 1];
            double end = LogLinearBuckets.LowerBound(rows.Keys[row]) + (LogLinearBuckets.Width(rows.Keys[row]) - 1);
            (double ended, double censored) = (rows.Ended[row], rows.Censored[row]);
            for (int k = 0; k < 3; k++)
            {
                double share = rows.Events[(3 * row) + k] / present;
                least[k] += lower.Survival(before) * share;
                most[k] += ended == 0 ? 0 : upper.Survival(before) * share * (present - ended + 1) / (present - ended + 1 - censored);
                double incidence = exact.At(k + 1, end).Estimate;
                double onGrid = grouped.At(k + 1, end).Estimate;
                if (incidence < least[k] - Rounding || incidence > most[k] + Rounding || onGrid < least[k] - Rounding || onGrid > most[k] + Rounding)
                    return false;
            }

            present -= ended + censored;
        }

        return true;
    });

    [Fact]
    public void Won_and_lost_in_rows_give_the_incidences_of_the_deals()
    {
        AalenJohansen exact = AalenJohansen.Fit([1, 1, 2, 4, 4], [DealOutcome.Won, DealOutcome.Open, DealOutcome.Lost, DealOutcome.Won, DealOutcome.Open]);
        AalenJohansen grouped = AalenJohansen.FitGrouped([1, 2, 3, 4], [1, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 1]);
        Assert.Equal(exact.Steps, grouped.Steps);
        Assert.Equal(exact.AtEnd(), grouped.At(100));
    }

    [Fact]
    public void Rows_that_do_not_ascend_or_count_less_than_nothing_are_refused_with_their_place()
    {
        Assert.Contains("values[1] is 1 after 1", Assert.Throws<ArgumentException>(() => KaplanMeier.FitGrouped([1, 1], [1, 1], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("censored[1] is -1", Assert.Throws<ArgumentException>(() => KaplanMeier.FitGrouped([1, 2], [1, 1], [0, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("times[0] is -1", Assert.Throws<ArgumentException>(() => KaplanMeier.Fit([-1], [true])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CompetingRisks.FitGrouped([1, 2], [1, 1, 1], [0, 0], 2));
        Assert.Throws<ArgumentException>(() => AalenJohansen.FitGrouped([1], [1], [], [1]));
        Assert.Throws<OverflowException>(() => KaplanMeier.FitGrouped([1, 2], [long.MaxValue, 1], [0, 0]));
    }

    private static Rows Buckets(long[] times, int[] causes) => new(times, causes, LogLinearBuckets.IndexOf, LogLinearBuckets.Middle);

    private sealed class Rows
    {
        public Rows(long[] times, int[] causes, Func<long, int> keyOf, Func<int, double> valueOf)
        {
            Keys = [.. times.Select(keyOf).Distinct().Order()];
            Values = [.. Keys.Select(valueOf)];
            Events = new long[3 * Keys.Length];
            Censored = new long[Keys.Length];
            for (int i = 0; i < times.Length; i++)
            {
                int row = Array.BinarySearch(Keys, keyOf(times[i]));
                if (causes[i] == 0)
                    Censored[row]++;
                else
                    Events[(3 * row) + causes[i] - 1]++;
            }

            Ended = [.. Keys.Select((_, row) => Events[3 * row] + Events[(3 * row) + 1] + Events[(3 * row) + 2])];
        }

        public int[] Keys { get; }

        public double[] Values { get; }

        public long[] Events { get; }

        public long[] Ended { get; }

        public long[] Censored { get; }
    }
}
