using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Simulations;

/// <summary>True coverage of the intervals of censored times, by simulation.</summary>
internal static class CensoredTables
{
    public const int Replications = 10_000;
    private const double High = 0.97;
    private static readonly int[] Units = [30, 100, 300, 1_000];
    private static readonly double[] Shares = [0, 0.3, 0.6];

    public static void Median(Verdicts verdicts)
    {
        verdicts.Line($"### Median by Kaplan–Meier, nominal 95 %: simulated coverage in percent, {Replications:N0} replications a cell\n");
        Table(verdicts, "Kaplan–Meier median", 1, static (_, _) => 0.93, (units, share, random) =>
        {
            var times = new double[units];
            var ended = new bool[units];
            for (int i = 0; i < units; i++)
                (times[i], ended[i]) = Censored(ref random, random.Exponential(1), share);
            KaplanMeier fit = KaplanMeier.Fit(times, ended);
            (double? low, double? high) = fit.QuantileInterval(0.5);
            // A limit that is not reached lies beyond the last time seen; above, it is infinite.
            double truth = Math.Log(2);
            return truth >= (low ?? fit.Steps[^1].Time) && truth <= (high ?? double.PositiveInfinity);
        });
    }

    public static void Incidence(Verdicts verdicts)
    {
        double truth = 0.3 * (1 - Math.Exp(-1));
        // Thirty deals of which most are censored have about three wins by then: too few for an interval on an asymptotic scale, and the gate says so.
        verdicts.Line($"### Share won at a time by Aalen–Johansen (truth {100 * truth:0.0} %), nominal 95 %: simulated coverage in percent, {Replications:N0} replications a cell\n");
        Table(verdicts, "Aalen–Johansen", 101, static (units, share) => units < 100 && share > 0.5 ? 0.89 : 0.93, (units, share, random) =>
        {
            var times = new double[units];
            var outcomes = new DealOutcome[units];
            for (int i = 0; i < units; i++)
            {
                DealOutcome outcome = random.Fraction() < 0.3 ? DealOutcome.Won : DealOutcome.Lost;
                (times[i], bool ended) = Censored(ref random, random.Exponential(1), share);
                outcomes[i] = ended ? outcome : DealOutcome.Open;
            }

            // Nothing won gives no interval; that counts as a miss.
            return AalenJohansen.Fit(times, outcomes).At(1).WonInterval() is { } interval && interval.Low <= truth && truth <= interval.High;
        });
    }

    private delegate bool Covers(int units, double share, SplitMix random);

    private static void Table(Verdicts verdicts, string name, int firstCell, Func<int, double, double> low, Covers covers)
    {
        verdicts.Line("| n | " + string.Join(" | ", Shares.Select(s => FormattableString.Invariant($"{100 * s:0} % censored"))) + " |");
        verdicts.Line("|---:|" + string.Concat(Enumerable.Repeat("---:|", Shares.Length)));
        int cell = firstCell;
        foreach (int units in Units)
        {
            var cells = new List<string>();
            foreach (double share in Shares)
            {
                int number = cell++;
                int covered = 0;
                Parallel.For(0, Replications, () => 0, (replication, _, count) => count + (covers(units, share, SplitMix.Of(number, replication)) ? 1 : 0), count => Interlocked.Add(ref covered, count));
                cells.Add(FormattableString.Invariant($"{100.0 * covered / Replications:0.0}"));
                verdicts.Simulated(FormattableString.Invariant($"{name}, n = {units}, {100 * share:0} % censored"), covered, Replications, low(units, share), High);
            }

            verdicts.Line($"| {units} | {string.Join(" | ", cells)} |");
        }

        verdicts.Line();
    }

    // Censored at an exponential time whose rate makes the given share of exponential times of mean 1 unfinished.
    private static (double Time, bool Ended) Censored(ref SplitMix random, double time, double share)
    {
        double watched = share == 0 ? double.PositiveInfinity : random.Exponential((1 - share) / share);
        return (Math.Min(time, watched), time <= watched);
    }
}
