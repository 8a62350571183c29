using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Simulations;

/// <summary>True coverage of the intervals of one proportion and of the difference of two: no simulation, but the sum of the binomial probabilities of all outcomes that the interval covers.</summary>
internal static class ProportionTables
{
    private static readonly int[] Trials = [10, 20, 50, 100, 500, 2_000];
    private static readonly double[] Rates = [0.01, 0.05, 0.1, 0.25, 0.5];
    private static readonly double[] Grid = [.. Enumerable.Range(1, 199).Select(i => i / 200.0)];

    // The bands are what these methods are known to do, not what one would wish: Brown, Cai and DasGupta (2001) show how they swing with p.
    private static readonly (string Name, Func<long, long, double, ProportionInterval?> Of, double MeanLow, double MeanHigh, double LeastLow)[] Methods =
    [
        ("Wilson", Wilson.Interval, 0.945, 0.96, 0.85),
        ("Jeffreys", ProportionIntervals.Jeffreys, 0.94, 0.965, 0.86),
        ("Wilson, corrected", ProportionIntervals.WilsonCorrected, 0.95, 0.99, 0.93),
        ("Clopper–Pearson", ProportionIntervals.ClopperPearson, 0.95, 0.99, 0.95),
    ];

    public static void OneRate(Verdicts verdicts)
    {
        verdicts.Line("### One rate, nominal 95 %: exact coverage in percent\n");
        verdicts.Line("| method | n | " + string.Join(" | ", Rates.Select(p => FormattableString.Invariant($"p = {p}"))) + " | mean of p = 0.005 … 0.995 | least of them | at p |");
        verdicts.Line("|---|---:|" + string.Concat(Enumerable.Repeat("---:|", Rates.Length + 3)));
        foreach ((string name, Func<long, long, double, ProportionInterval?> of, double meanLow, double meanHigh, double leastLow) in Methods)
        {
            foreach (int n in Trials)
            {
                ProportionInterval[] intervals = [.. Enumerable.Range(0, n + 1).Select(k => of(k, n, 0.95)!.Value)];
                double[] grid = [.. Grid.Select(p => Coverage(intervals, p))];
                string cells = string.Join(" | ", Rates.Select(p => FormattableString.Invariant($"{100 * Coverage(intervals, p):0.0}")));
                verdicts.Line($"| {name} | {n} | {cells} | {100 * grid.Average():0.0} | {100 * grid.Min():0.0} | {Grid[Array.IndexOf(grid, grid.Min())]} |");
                verdicts.Exact($"{name}, n = {n}, mean coverage", grid.Average(), meanLow, meanHigh);
                verdicts.Exact($"{name}, n = {n}, least coverage", grid.Min(), leastLow, 1);
            }
        }

        verdicts.Line();
    }

    public static void TwoRates(Verdicts verdicts)
    {
        (double, double)[] pairs = [(0.05, 0.05), (0.05, 0.1), (0.1, 0.25), (0.25, 0.25), (0.5, 0.5), (0.2, 0.8), (0.01, 0.02)];
        verdicts.Line("### Difference of two rates by Newcombe, nominal 95 %: exact coverage in percent\n");
        verdicts.Line("| n1, n2 | " + string.Join(" | ", pairs.Select(p => FormattableString.Invariant($"{p.Item1}, {p.Item2}"))) + " |");
        verdicts.Line("|---|" + string.Concat(Enumerable.Repeat("---:|", pairs.Length)));
        var all = new List<double>();
        foreach ((int n1, int n2) in ((int, int)[])[(20, 20), (20, 80), (50, 50), (100, 100), (100, 400)])
        {
            RateInterval[,] intervals = new RateInterval[n1 + 1, n2 + 1];
            for (int k1 = 0; k1 <= n1; k1++)
            {
                for (int k2 = 0; k2 <= n2; k2++)
                    intervals[k1, k2] = TwoProportions.Difference(k1, n1, k2, n2)!.Value;
            }

            double[] coverages = [.. pairs.Select(p => Coverage(intervals, n1, n2, p.Item1, p.Item2))];
            all.AddRange(coverages);
            verdicts.Line($"| {n1}, {n2} | {string.Join(" | ", coverages.Select(c => FormattableString.Invariant($"{100 * c:0.0}")))} |");
            for (int i = 0; i < pairs.Length; i++)
                verdicts.Exact($"Newcombe, n = {n1}, {n2}, p = {pairs[i]}", coverages[i], 0.93, 1);
        }

        verdicts.Line($"\nMean of the table: {100 * all.Average():0.0} %.\n");
        verdicts.Exact("Newcombe, mean coverage", all.Average(), 0.94, 0.975);
    }

    private static double Coverage(ProportionInterval[] intervals, double p)
    {
        double covered = 0;
        for (int k = 0; k < intervals.Length; k++)
        {
            if (intervals[k].Low <= p && p <= intervals[k].High)
                covered += BinomialDistribution.Pmf(k, intervals.Length - 1, p);
        }

        return covered;
    }

    private static double Coverage(RateInterval[,] intervals, int n1, int n2, double p1, double p2)
    {
        const double Rounding = 1e-12; // of the difference that should lie on a limit
        double covered = 0;
        for (int k1 = 0; k1 <= n1; k1++)
        {
            double first = BinomialDistribution.Pmf(k1, n1, p1);
            for (int k2 = 0; k2 <= n2; k2++)
            {
                if (intervals[k1, k2].Low <= p1 - p2 + Rounding && p1 - p2 - Rounding <= intervals[k1, k2].High)
                    covered += first * BinomialDistribution.Pmf(k2, n2, p2);
            }
        }

        return covered;
    }
}
