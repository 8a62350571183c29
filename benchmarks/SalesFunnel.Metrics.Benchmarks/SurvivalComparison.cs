using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>A whole Kaplan–Meier fit beside <see cref="Array.Sort(Array)"/> of the same times, in turns in one process.</summary>
internal static class SurvivalComparison
{
    private const int Rounds = 5;
    private const int CheckedDurations = 20_000;

    public static void Run(TextWriter writer, int durations)
    {
        writer.WriteLine("| durations | distinct times | Array.Sort, s | Kaplan–Meier, s | ratio | Aalen–Johansen, s | ratio |");
        writer.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (bool wholeSeconds in (bool[])[false, true])
        {
            (double[] small, DealOutcome[] smallOutcomes) = Sample(CheckedDurations, wholeSeconds);
            RequireEqual(small, smallOutcomes);
            (double[] times, DealOutcome[] outcomes) = Sample(durations, wholeSeconds);
            bool[] ended = [.. outcomes.Select(o => o != DealOutcome.Open)];
            (double[] sort, double[] kaplan, double[] aalen) = (new double[Rounds], new double[Rounds], new double[Rounds]);
            int distinct = 0;
            for (int round = 0; round < Rounds; round++)
            {
                double[] copy = [.. times];
                sort[round] = Seconds(() => Array.Sort(copy));
                kaplan[round] = Seconds(() => distinct = KaplanMeier.Fit(times, ended).Steps.Count);
                aalen[round] = Seconds(() => AalenJohansen.Fit(times, outcomes));
            }

            (double sorted, double km, double aj) = (Median(sort), Median(kaplan), Median(aalen));
            string kind = wholeSeconds ? "whole seconds" : "mostly different";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {durations:N0}, {kind} | {distinct:N0} | {sorted:0.000} | {km:0.000} | {km / sorted:0.00} | {aj:0.000} | {aj / sorted:0.00} |"));
        }

        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"About 30 % are censored; medians of {Rounds} rounds in turns, the collection of garbage between them. Equal to a plain fit at {CheckedDurations:N0} durations."));
    }

    private static double Seconds(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    // Exponential stays of 30 days on average, watched for a uniform time that leaves about 30 % unfinished.
    private static (double[] Times, DealOutcome[] Outcomes) Sample(int count, bool wholeSeconds)
    {
        var random = new SplitMix(17);
        var times = new double[count];
        var outcomes = new DealOutcome[count];
        for (int i = 0; i < count; i++)
        {
            double stay = random.Exponential(30 * 86_400);
            double watched = random.Fraction() * 96 * 86_400;
            double time = Math.Min(stay, watched);
            times[i] = wholeSeconds ? Math.Floor(time) : time;
            outcomes[i] = watched < stay ? DealOutcome.Open : random.Fraction() < 0.3 ? DealOutcome.Won : DealOutcome.Lost;
        }

        return (times, outcomes);
    }

    // Counts anew at every distinct time: slow and without any of the tricks of the library.
    private static void RequireEqual(double[] times, DealOutcome[] outcomes)
    {
        KaplanMeier fit = KaplanMeier.Fit(times, [.. outcomes.Select(o => o != DealOutcome.Open)]);
        var groups = times.Zip(outcomes).GroupBy(unit => unit.First).OrderBy(group => group.Key).ToList();
        if (fit.Steps.Count != groups.Count)
            throw new InvalidOperationException($"The fit has {fit.Steps.Count} steps, the sample {groups.Count} distinct times.");
        (long present, double survival, double greenwood) = (times.Length, 1, 0);
        for (int i = 0; i < groups.Count; i++)
        {
            long events = groups[i].Count(unit => unit.Second != DealOutcome.Open);
            survival *= (double)(present - events) / present;
            greenwood += (double)events / present / (present - events);
            SurvivalStep step = fit.Steps[i];
            bool same = step.Time == groups[i].Key && step.AtRisk == present && step.Events == events && Math.Abs(step.Survival - survival) <= 1e-12
                && (survival == 0 || Math.Abs(step.StandardError!.Value - (survival * Math.Sqrt(greenwood))) <= 1e-12);
            if (!same)
                throw new InvalidOperationException($"Step {i} of the fit is {step}; a plain fit finds {present} at risk, {events} events and a survival of {survival.ToString(CultureInfo.InvariantCulture)}.");
            present -= groups[i].Count();
        }
    }
}
