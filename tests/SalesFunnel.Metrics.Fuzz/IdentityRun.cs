using System.Diagnostics;
using System.Globalization;
using FsCheck.Fluent;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>The identities of counts and insights over many generated logs: every one of them on every log.</summary>
internal static class IdentityRun
{
    private const int Size = 60;
    private const int Batch = 500;

    public static bool Run(TextWriter output, int logs)
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        long checks = 0;
        while (done < logs)
        {
            foreach (LogCase log in FunnelArbitraries.LogCases().Generator.Sample(Math.Min(Batch, logs - done), Size))
            {
                string? problem = Check(log, ref checks);
                done++;
                if (problem is null)
                    continue;
                output.WriteLine($"{problem}\n{log}");
                return false;
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} generated logs, {checks:N0} checks in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s: every identity holds."));
        return true;
    }

    private static string? Check(LogCase log, ref long checks)
    {
        DealLog engine = Engine.Log(log);
        DateTimeOffset[] times = [.. log.AsOfTimes.Append(log.End).Distinct().Order()];
        foreach (DateTimeOffset asOf in times)
        {
            DealLog then = engine.AsOf(asOf);
            StageSnapshot snapshot = then.Count(new LogCountOptions { Rule = log.Rule, Calendar = log.Calendar });
            checks += 2;
            if (InvariantChecks.Verify(snapshot).Concat(InvariantChecks.Verify(then)).FirstOrDefault() is { } violation)
                return $"as of {asOf:O}: {violation}";
            for (int stage = 0; stage < log.Definition.Stages.Count; stage++)
            {
                checks++;
                if (then.DealsAt(FunnelRules.Reached, stage, 0, 1000).Items.Count != snapshot.Reached(stage))
                    return $"as of {asOf:O}: the list of deals at stage {stage} is not the count";
            }
        }

        for (int i = 1; i < times.Length; i++)
        {
            checks += 3;
            if (engine.Waterfall(times[i - 1], times[i]).Difference != default)
                return $"the waterfall from {times[i - 1]:O} to {times[i]:O} does not add up";
            StageSnapshot before = engine.AsOf(times[i - 1]).Count();
            StageSnapshot after = engine.AsOf(times[i]).Count();
            var change = FunnelChange.Between(before, after);
            if (change.Revenue.Parts.Sum(static p => p.Contribution) != after.WonAmount - before.WonAmount || change.Wins.Parts.Sum(static p => p.Contribution) != after.Won - before.Won
                || change.Revenue.Rounded(2).Sum(static p => p.Contribution) != decimal.Round(change.Revenue.Change, 2))
                return $"the parts of the change from {times[i - 1]:O} to {times[i]:O} do not add up";
            if (change.MixAndRate(log.Definition.Dimensions[0], static v => v.ToString(CultureInfo.InvariantCulture)) is { } mix && Math.Abs(mix.Mix + mix.Rate - mix.Change) > 1e-12)
                return $"mix and rate from {times[i - 1]:O} to {times[i]:O} do not add up";
        }

        return null;
    }
}
