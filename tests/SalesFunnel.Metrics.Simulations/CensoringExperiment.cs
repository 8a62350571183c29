using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Simulations;

/// <summary>What four ways of counting make of a young pipeline of which the truth is known.</summary>
internal static class CensoringExperiment
{
    private const int Replications = 2_000;
    private const int Deals = 20_000;
    private const double Horizon = 120;
    private const int FirstCell = 201;

    // The figures of one run that is often quoted; ours must reproduce them within the spread of single runs.
    private static readonly (string Name, double Quoted)[] Ways =
        [("won ÷ created", 0.111), ("won ÷ (won + lost)", 0.163), ("1 − Kaplan–Meier, losses censored", 0.556), ("Aalen–Johansen at 120 days", 0.188)];

    public static void Run(Verdicts verdicts)
    {
        double truth = 0.25 * (1 - Math.Exp(-Horizon / 90));
        double[][] figures = [.. Ways.Select(_ => new double[Replications])];
        int covered = 0;
        Parallel.For(0, Replications, replication =>
        {
            (double[] times, DealOutcome[] outcomes) = Sample(SplitMix.Of(FirstCell, replication));
            double won = outcomes.Count(o => o == DealOutcome.Won);
            CumulativeIncidenceStep at = AalenJohansen.Fit(times, outcomes).At(Horizon);
            figures[0][replication] = won / Deals;
            figures[1][replication] = won / outcomes.Count(o => o != DealOutcome.Open);
            figures[2][replication] = 1 - KaplanMeier.Fit(times, [.. outcomes.Select(o => o == DealOutcome.Won)]).Survival(Horizon);
            figures[3][replication] = at.Won;
            if (at.WonInterval() is { } interval && interval.Low <= truth && truth <= interval.High)
                Interlocked.Increment(ref covered);
        });

        verdicts.Line($"### A young pipeline: {Deals:N0} deals, 25 % won in the end after 90 days on average, the others lost after 30, ages even from 0 to 120 days, {Replications:N0} replications\n");
        verdicts.Line("| way of counting | mean, % | spread of single runs, ± % (sd) | quoted run, % |");
        verdicts.Line("|---|---:|---:|---:|");
        for (int way = 0; way < Ways.Length; way++)
        {
            Moments moments = Moments.Of(figures[way]);
            (double mean, double spread) = (moments.Mean!.Value, moments.StandardDeviation!.Value);
            (string name, double quoted) = Ways[way];
            verdicts.Line($"| {name} | {100 * mean:0.0} | {100 * spread:0.00} | {100 * quoted:0.0} |");
            // 99.9 % of the spread of one run, and half of the last digit quoted.
            verdicts.Exact($"{name}, quoted {100 * quoted:0.0} %, beside the mean", quoted, mean - (3.29 * spread) - 0.0005, mean + (3.29 * spread) + 0.0005);
            if (way == 3)
            {
                double error = 2.576 * spread / Math.Sqrt(Replications);
                verdicts.Exact("Aalen–Johansen, 99 % interval of its mean within 0.2 points of the truth", mean, truth - 0.002 - error, truth + 0.002 + error);
            }
        }

        verdicts.Line($"| truth at 120 days | {100 * truth:0.0} | | |");
        verdicts.Line($"\nThe nominal 95 % interval of Aalen–Johansen at 120 days, where hardly a deal is that old, covers the truth in {100.0 * covered / Replications:0.0} % of the replications.\n");
    }

    private static (double[] Times, DealOutcome[] Outcomes) Sample(SplitMix random)
    {
        var times = new double[Deals];
        var outcomes = new DealOutcome[Deals];
        for (int i = 0; i < Deals; i++)
        {
            bool wins = random.Fraction() < 0.25;
            double cycle = random.Exponential(wins ? 90 : 30);
            double age = random.Fraction() * Horizon;
            times[i] = Math.Min(cycle, age);
            outcomes[i] = cycle > age ? DealOutcome.Open : wins ? DealOutcome.Won : DealOutcome.Lost;
        }

        return (times, outcomes);
    }
}
