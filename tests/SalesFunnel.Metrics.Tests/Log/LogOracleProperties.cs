using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>The log gives what the definitions say, as of every time and under every attribution.</summary>
public class LogOracleProperties
{
    [Property]
    public void A_log_counts_what_the_oracle_counts_at_entry(LogCase log) => CompareAtAllTimes(log, SegmentAttribution.AtEntry);

    [Property]
    public void A_log_counts_what_the_oracle_counts_by_the_first_value(LogCase log) => CompareAtAllTimes(log, SegmentAttribution.First);

    [Property]
    public void A_log_counts_what_the_oracle_counts_by_the_last_value(LogCase log) => CompareAtAllTimes(log, SegmentAttribution.Last);

    [Property]
    public void A_log_counts_what_the_oracle_counts_at_the_outcome(LogCase log) => CompareAtAllTimes(log, SegmentAttribution.AtOutcome);

    [Property]
    public void Exact_durations_are_those_of_the_oracle(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
        {
            OracleResult oracle = StageHistoryOracle.Count(log.Definition, log.Events, asOf, log.OracleOptions(asLog: true));
            VisitDurations durations = engine.AsOf(asOf).VisitDurations(Engine.LogOptions(log));
            CompareDurations(log, oracle, durations, null, null);
            foreach (int cohort in oracle.Cohorts)
                CompareDurations(log, oracle, durations.Cohort(cohort), null, cohort);
            foreach (IReadOnlyList<long> tuple in oracle.SegmentTuples)
            {
                CompareDurations(log, oracle, durations.Where(log.Definition.Dimensions, tuple), values => values.SequenceEqual(tuple), null);
                CompareDurations(log, oracle, durations.Segment(log.Definition.Dimensions[0], tuple[0]), values => values[0] == tuple[0], null);
            }
        }
    }

    [Property]
    public void Wins_are_the_deals_won_as_of_the_time(LogCase log)
    {
        foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
        {
            OracleResult oracle = StageHistoryOracle.Count(log.Definition, log.Events, asOf, new OracleOptions { AsLog = true });
            var expected = oracle.Deals.Where(d => d.IsWon && !d.IsGone).OrderBy(d => d.Wins[^1].At).ThenBy(d => d.Entity).Select(d => (
                d.Entity,
                At: d.Wins[^1].IsDated ? EventTime.FromUnixMicros(d.Wins[^1].At) : (DateTimeOffset?)null,
                Amount: d.AmountAt(d.Wins[^1]) is { } amount ? AmountE4.ToDecimal(amount) : (decimal?)null,
                Customer: d.Steps.Where(s => s.Event.Kind == DealEventKind.Customer).Select(s => (long?)s.Event.Value).LastOrDefault())).ToList();

            Assert.Equal(expected, Engine.Log(log).AsOf(asOf).Wins().Select(w => (w.Entity, w.At, w.Amount, w.Customer)));
        }
    }

    private static void CompareAtAllTimes(LogCase log, SegmentAttribution attribution)
    {
        DealLog engine = Engine.Log(log);
        foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
        {
            OracleResult expected = StageHistoryOracle.Count(log.Definition, log.Events, asOf, log.OracleOptions(asLog: true) with { Attribution = attribution });
            Engine.AssertNone(SnapshotFigures.Differences(expected, engine.AsOf(asOf).Count(Engine.LogOptions(log, attribution))));
        }
    }

    private static void CompareDurations(LogCase log, OracleResult oracle, VisitDurations durations, Func<IReadOnlyList<long>, bool>? segments, int? cohort)
    {
        for (int stage = 0; stage < log.Definition.OpenStageCount; stage++)
        {
            IReadOnlyList<long> exact = oracle.CompletedDurations(stage, segments, cohort);
            Assert.Equal(exact.Count, durations.Count(stage));
            Assert.Equal(exact.Count == 0 ? null : Type7.Median(exact) / 1_000_000m, durations.MedianSeconds(stage));
            Assert.Equal(exact.Count == 0 ? null : exact[0] / 1_000_000m, durations.QuantileSeconds(stage, 0));
            Assert.Equal(exact.Count == 0 ? null : exact[^1] / 1_000_000m, durations.QuantileSeconds(stage, 1));
        }
    }
}
