using SalesFunnel.Metrics.Benchmarks.Rivals;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>A benchmark of answers that differ would be worthless: compares every cell's counts, sums and histogram, and throws at the first difference.</summary>
internal static class Agreement
{
    private const int MaxProbes = 64;

    public static void Require(RivalCells expected, RivalCells actual, string name)
    {
        Same(expected.Count, actual.Count, name + ": number of cells");
        // Cells are numbered in the order of their first deal, which grouping does not change: groups come in order of their first row.
        Require(expected.Counters, actual.Counters, name + ": counters");
        for (int cell = 0; cell < expected.Count; cell++)
        {
            for (int row = RivalCells.Row(cell, 0, 0); row < RivalCells.Row(cell + 1, 0, 0); row++)
                Require(expected.Histogram.Row(row), actual.Histogram.Row(row), name + ": histogram");
        }
    }

    public static void Require(RivalCells expected, StageHistoryTracker tracker, Workload input, string name)
    {
        StageSnapshot snapshot = tracker.Snapshot(EventTime.FromUnixMicros(input.LastAtUnixMicros));
        if (snapshot.Rejections.Total != 0)
            throw new InvalidOperationException($"{name} rejected {snapshot.Rejections.Total} events; the workload has only good ones.");
        int compared = 0;
        foreach (SegmentGroup segment in snapshot.GroupBy(FunnelDefinition.DefaultDimension))
        {
            foreach (CohortGroup cohort in segment.Snapshot.Cohorts)
            {
                int cell = expected.CellOf(segment.Values[0], EventTime.ToUnixMicros(cohort.Period.From!.Value));
                RequireCell(expected, cell, cohort.Snapshot, $"{name}: segment {segment.Values[0]}, cohort {cohort.Period}");
                compared++;
            }
        }

        Same(expected.Count, compared, name + ": number of cells"); // a wrong cell would also have been added to the expected ones
    }

    private static void RequireCell(RivalCells expected, int cell, StageSnapshot actual, string where)
    {
        long won = 0;
        for (int stage = 0; stage < RivalCells.OpenStages; stage++)
        {
            won += expected.FarByOutcome(cell, stage, RivalCells.Won);
            Same(expected.FarByOutcome(cell, stage, RivalCells.Open), actual.OpenAtFurthest(stage), where + ": open at furthest");
            Same(expected.FarByOutcome(cell, stage, RivalCells.Lost), actual.LostAtFurthest(stage), where + ": lost at furthest");
            Same(expected.Touched(cell, stage), actual.Touched(stage), where + ": touched");
            Same(expected.Visits(cell, stage), actual.Visits(stage), where + ": visits");
            Same(expected.InStage(cell, stage), actual.InStageNow(stage), where + ": in stage now");
            Same(expected.LostFrom(cell, stage), actual.LostFrom(stage), where + ": lost from");
            Same(expected.Strict(cell, stage), actual.Strict(stage), where + ": strict");
            Same(expected.RegressMoves(cell, stage), actual.RegressMoves(stage), where + ": moves back");
            Same(expected.RegressedDeals(cell, stage), actual.RegressedDeals(stage), where + ": deals that moved back");
            RequireTime(expected, cell, actual, stage, VisitEnd.Onward, where);
            RequireTime(expected, cell, actual, stage, VisitEnd.Back, where);
            RequireTime(expected, cell, actual, stage, VisitEnd.Lost, where);
            RequireTime(expected, cell, actual, stage, VisitEnd.Won, where);
        }

        Same(won, actual.Won, where + ": won");
        Same(expected.StrictWon(cell), actual.Strict(RivalCells.OpenStages), where + ": strictly won");
        Same(expected.EverWon(cell), actual.EverWon, where + ": ever won");
        Same(expected.Reopenings(cell), actual.Reopenings, where + ": re-openings");
        Same(expected.ReopenedDeals(cell), actual.ReopenedDeals, where + ": re-opened deals");
        Same(expected.Visits(cell, RivalCells.OpenStages), actual.Visits(RivalCells.OpenStages), where + ": wins");
        Same(expected.PricedWon(cell), actual.PricedWonDeals, where + ": priced won deals");
        Same(expected.WonAmountE4(cell), AmountE4.FromDecimal(actual.WonAmount), where + ": won amount");
    }

    private static void RequireTime(RivalCells expected, int cell, StageSnapshot actual, int stage, VisitEnd end, string where)
    {
        VisitTimes times = actual.Times(stage, end);
        Same(expected.TimeCount(cell, stage, (int)end), times.Count, where + ": number of times");
        Same(expected.TimeSum(cell, stage, (int)end), (long)times.TotalMicros, where + ": sum of times");
        if (times.Count == 0)
            return;

        // At p = rank ÷ (n − 1) a type-7 quantile is the value of that rank: the middle of its bucket.
        long[] histogram = expected.Histogram.Row(RivalCells.Row(cell, stage, (int)end));
        long probes = Math.Min(times.Count, MaxProbes);
        for (long probe = 0; probe < probes; probe++)
        {
            long rank = probes == 1 ? 0 : (times.Count - 1) * probe / (probes - 1);
            double probability = times.Count == 1 ? 0 : (double)rank / (times.Count - 1);
            double found = times.ApproximateQuantile(probability)!.Value.TotalMicroseconds;
            double wanted = LogLinearBuckets.Middle(BucketOfRank(histogram, rank));
            if (Math.Abs(found - wanted) > (wanted * 1e-6) + 1)
                throw new InvalidOperationException($"{where}: time of rank {rank} in {Workload.Funnel.Stages[stage]} is {found} µs, expected {wanted} µs.");
        }
    }

    private static int BucketOfRank(long[] histogram, long rank)
    {
        int bucket = 0;
        while (rank >= histogram[bucket])
            rank -= histogram[bucket++];
        return bucket;
    }

    private static void Require(ReadOnlySpan<long> expected, ReadOnlySpan<long> actual, string what)
    {
        int difference = expected.CommonPrefixLength(actual);
        if (difference < expected.Length)
            throw new InvalidOperationException($"{what}: found {actual[difference]} at {difference}, expected {expected[difference]}.");
    }

    private static void Same(long expected, long actual, string what)
    {
        if (expected != actual)
            throw new InvalidOperationException($"{what}: found {actual}, expected {expected}.");
    }
}
