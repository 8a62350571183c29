using SalesFunnel.Metrics.Statistics;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Log;

/// <summary>When deals reached their stages, against the oracle's histories.</summary>
public class DealRecordProperties
{
    private const double MicrosPerDay = 86_400_000_000;

    [Property]
    public void Conversion_over_time_is_that_of_the_histories(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
        {
            OracleResult oracle = StageHistoryOracle.Count(log.Definition, log.Events, asOf, log.OracleOptions(asLog: true));
            DealRecords records = engine.AsOf(asOf).Deals(Engine.LogOptions(log));
            OracleDeal[] deals = [.. oracle.Deals.Where(static d => d.IsCreated && !d.IsGone)];
            Compare(log, deals, records, asOf);
            foreach (int cohort in oracle.Cohorts)
                Compare(log, [.. deals.Where(d => d.Cohort == cohort)], records.Cohort(cohort), asOf);
            foreach (IReadOnlyList<long> tuple in oracle.SegmentTuples)
                Compare(log, [.. deals.Where(d => d.Segments().SequenceEqual(tuple))], records.Where(log.Definition.Dimensions, tuple), asOf);
        }
    }

    [Property]
    public void Whole_counts_are_those_of_the_snapshot(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        StageSnapshot snapshot = engine.Count();
        DealRecords records = engine.Deals();
        Assert.Equal(snapshot.Leads, records.Count);
        for (int to = 1; to <= log.Definition.WonIndex; to++)
        {
            for (int from = 0; from < to; from++)
            {
                ConversionOverTime conversion = records.Conversion(from, to);
                Assert.Equal(snapshot.Reached(from), conversion.Entered + conversion.Undated);
                Assert.InRange(conversion.Converted, snapshot.Reached(to) - conversion.Undated, snapshot.Reached(to));
                if (to == from + 1)
                    Assert.InRange(conversion.Lost, snapshot.LostAtFurthest(from) - conversion.Undated, snapshot.LostAtFurthest(from));
            }
        }
    }

    private static void Compare(LogCase log, OracleDeal[] deals, DealRecords records, DateTimeOffset asOf)
    {
        Assert.Equal(deals.Length, records.Count);
        long end = EventTime.ToUnixMicros(asOf);
        for (int to = 1; to <= Math.Min(log.Definition.WonIndex, 5); to++)
        {
            for (int from = 0; from < to; from++)
            {
                var known = new List<(double Days, DealOutcome Outcome)>();
                int undated = 0;
                foreach (OracleDeal deal in deals)
                {
                    if (ReachedAt(deal, from, log.Definition.WonIndex) is not { } start)
                        continue;
                    long? converted = ReachedAt(deal, to, log.Definition.WonIndex);
                    long last = converted ?? (deal.IsLost ? deal.Moves[^1].At : end);
                    if (start == EventTime.Undated || last == EventTime.Undated)
                        undated++;
                    else
                        known.Add(((last - start) / MicrosPerDay, converted is not null ? DealOutcome.Won : deal.IsLost ? DealOutcome.Lost : DealOutcome.Open));
                }

                ConversionOverTime conversion = records.Conversion(from, to);
                Assert.Equal((known.Count, undated), (conversion.Entered, conversion.Undated));
                Assert.Equal(known.Count(static k => k.Outcome == DealOutcome.Won), conversion.Converted);
                Assert.Equal(known.Count(static k => k.Outcome == DealOutcome.Lost), conversion.Lost);
                var expected = AalenJohansen.Fit([.. known.Select(static k => k.Days)], [.. known.Select(static k => k.Outcome)]);
                Assert.Equal(expected.Steps, conversion.Incidence.Steps);
            }
        }
    }

    // The first entry into the stage or a later one; a win reaches what was skipped.
    private static long? ReachedAt(OracleDeal deal, int stage, int won)
    {
        if (stage == 0)
            return deal.Moves[0].At;
        if (stage < won && deal.Moves.FirstOrDefault(m => m.Target >= stage && m.Target < won) is { } entry)
            return entry.At;
        return deal.IsWon ? deal.Moves[^1].At : null;
    }
}
