using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Simulations;

/// <summary>One step of one segment converts worse than before by a known amount: is it put first, is its cost covered, and what is found where nothing was planted.</summary>
internal static class PlantedLeak
{
    private const int Replications = 2_000;
    private const int Segments = 4;
    private const double Drop = 0.2; // of the rate
    private const int FirstCell = 401;
    private static readonly double[] Rates = [0.5, 0.6, 0.5, 0.4];
    private static readonly string[] Stages = ["Lead", "Qualified", "Demo", "Proposal"];

    public static void Run(Verdicts verdicts)
    {
        verdicts.Line($"### A planted leak: four segments × four steps, one step of one segment {100 * Drop:0} % lower than in its own history, log-normal deal sizes, {Replications:N0} replications a row\n");
        verdicts.Line("Leads a segment, before and after each, as many as give a two-sided two-proportion test at 5 % a power of 90 % for the planted step alone.\n");
        verdicts.Line("| planted at | leads | put first by money, % | called significant, % | truth in the 95 % interval of the money, % | mean estimate ÷ truth |");
        verdicts.Line("|---|---:|---:|---:|---:|---:|");
        for (int step = 0; step < Rates.Length; step++)
        {
            int leads = LeadsFor(step);
            Score score = Simulate(FirstCell + step, leads, step);
            verdicts.Line($"| {Stages[step]} | {leads:N0} | {Percent(score.First)} | {Percent(score.Significant)} | {Percent(score.Covered)} | {score.Ratio / Replications:0.00} |");
            verdicts.Simulated($"Planted at {Stages[step]}, put first", score.First, Replications, 0.8, 1);
            verdicts.Simulated($"Planted at {Stages[step]}, truth covered", score.Covered, Replications, 0.93, 0.97);
        }

        verdicts.Line("\nNothing planted: share of runs with any finding called significant, and coverage of the true cost, nought, of one row.\n");
        verdicts.Line("| reference | leads | runs with a finding, % | nought in the interval, % |");
        verdicts.Line("|---|---:|---:|---:|");
        (BottleneckReference, int)[] nothing = [(BottleneckReference.OwnHistory, 500), (BottleneckReference.OwnHistory, 2_000), (BottleneckReference.BestSegment, 500), (BottleneckReference.BestSegment, 2_000)];
        for (int i = 0; i < nothing.Length; i++)
        {
            (BottleneckReference reference, int leads) = nothing[i];
            Score score = Simulate(FirstCell + 10 + i, leads, planted: -1, reference);
            verdicts.Line($"| {(reference == BottleneckReference.OwnHistory ? "own history" : "best segment")} | {leads:N0} | {Percent(score.AnySignificant)} | {Percent(score.Covered)} |");
            verdicts.Simulated($"Nothing planted, {reference}, {leads} leads", score.AnySignificant, Replications, reference == BottleneckReference.OwnHistory ? 0.04 : 0, 0.06);
        }

        verdicts.Line();
    }

    private static string Percent(int count) => FormattableString.Invariant($"{100.0 * count / Replications:0.0}");

    // Sample size of two equal groups by the usual formula, then the leads that bring so many to the step.
    private static int LeadsFor(int step)
    {
        (double before, double after) = (Rates[step], Rates[step] * (1 - Drop));
        double mean = (before + after) / 2;
        double root = (NormalDistribution.Quantile(0.975) * Math.Sqrt(2 * mean * (1 - mean))) + (NormalDistribution.Quantile(0.9) * Math.Sqrt((before * (1 - before)) + (after * (1 - after))));
        double cases = root * root / ((before - after) * (before - after));
        for (int earlier = 0; earlier < step; earlier++)
            cases /= Rates[earlier];
        return (int)Math.Ceiling(cases);
    }

    private static Score Simulate(int cell, int leads, int planted, BottleneckReference reference = BottleneckReference.OwnHistory)
    {
        var total = new Score();
        long?[] segments = [.. Enumerable.Range(0, Segments).Select(static s => (long?)s)];
        var options = new BottleneckOptions { Dimension = "segment", Reference = reference };
        Parallel.For(0, Replications, static () => new Score(), (replication, _, score) =>
        {
            SplitMix random = SplitMix.Of(cell, replication);
            var all = new BottleneckTally(Rates.Length);
            var before = new BottleneckTally[Segments];
            var judged = new BottleneckTally[Segments];
            for (int segment = 0; segment < Segments; segment++)
            {
                before[segment] = Sample(ref random, leads, -1, all);
                judged[segment] = Sample(ref random, leads, segment == 0 ? planted : -1, all);
            }

            score.Add(BottleneckJudge.Judge(options, segments, judged, before, all), planted);
            return score;
        }, total.Merge);
        return total;
    }

    private static BottleneckTally Sample(ref SplitMix random, int leads, int planted, BottleneckTally all)
    {
        var tally = new BottleneckTally(Rates.Length);
        for (int deal = 0; deal < leads; deal++)
        {
            int far = 0;
            while (far < Rates.Length && random.Fraction() < Rates[far] * (far == planted ? 1 - Drop : 1))
                far++;
            if (far < Rates.Length)
            {
                tally.AddLost(far, DealEvent.NoValue);
                all.AddLost(far, DealEvent.NoValue);
                continue;
            }

            // Log-normal with σ = 0.8: the largest of a hundred deals is about eight times the median.
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.Fraction())) * Math.Cos(2 * Math.PI * random.Fraction());
            long amount = (long)(10_000 * Math.Exp(0.8 * normal) * AmountE4.Scale);
            tally.AddWon(amount);
            all.AddWon(amount);
        }

        return tally;
    }

    private sealed class Score
    {
        public int First;
        public int Significant;
        public int AnySignificant;
        public int Covered;
        public double Ratio;

        public void Add(IReadOnlyList<Bottleneck> rows, int planted)
        {
            int watched = planted < 0 ? 1 : planted;
            Bottleneck row = rows.First(r => r.Stage == watched && r.Segment == 0);
            First += ReferenceEquals(rows[0], row) ? 1 : 0;
            Significant += row.IsSignificant ? 1 : 0;
            AnySignificant += rows.Any(static r => r.IsSignificant) ? 1 : 0;
            double later = Rates[(watched + 1)..].Aggregate(1.0, static (product, rate) => product * rate);
            double truth = planted < 0 ? 0 : row.N * Rates[planted] * Drop * later * 10_000 * Math.Exp(0.32);
            // The best segment has no row against itself; it cannot miss.
            Covered += row.Money.Value is null || ((double)row.Money.Low! <= truth && truth <= (double)row.Money.High!) ? 1 : 0;
            Ratio += truth > 0 ? (double)row.Money.Value! / truth : 0;
        }

        public void Merge(Score other)
        {
            lock (this)
            {
                (First, Significant, AnySignificant, Covered, Ratio) =
                    (First + other.First, Significant + other.Significant, AnySignificant + other.AnySignificant, Covered + other.Covered, Ratio + other.Ratio);
            }
        }
    }
}
