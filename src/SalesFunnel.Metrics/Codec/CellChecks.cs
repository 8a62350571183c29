using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>What holds for the cells of every snapshot; finds what cannot have been counted.</summary>
/// <remarks>Deals may move to another cell when their cohort becomes known, and their visits stay: so visits, moves and times are not compared with deals.</remarks>
internal sealed class CellChecks(CellLayout layout, CellPlaces places, long events)
{
    /// <summary>More events than any input has; with it as a bound no sum of counters can overflow.</summary>
    public const long MaxEvents = 1L << 56;

    private readonly long[] _totals = new long[places.Count];

    /// <summary>Checks one cell after those before it.</summary>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    public string? WrongIn(SnapshotCell cell)
    {
        for (int i = 0; i < places.Count; i++)
        {
            if (places.IsPartOfSum(i))
                continue;
            long value = cell.Counters[places[i]];
            if (value < 0)
                return "a counter is negative.";
            if (value > events - _totals[i])
                return "cells count more than there were events.";
            _totals[i] += value;
        }

        return WrongDeals(cell.Counters) ?? WrongTimes(cell);
    }

    private string? WrongDeals(long[] c)
    {
        (long open, long lost, long won, long inStage, long lostFrom) = (0, 0, 0, 0, 0);
        for (int stage = 0; stage < layout.OpenStages; stage++)
        {
            open += c[CellLayout.FarOpen(stage)];
            lost += c[CellLayout.FarLost(stage)];
            won += c[CellLayout.FarWon(stage)];
            inStage += c[CellLayout.InStage(stage)];
            lostFrom += c[CellLayout.LostFrom(stage)];
            if (inStage < open || lostFrom < lost)
                return "deals stand beyond the furthest stage that they reached.";
        }

        if (open != inStage)
            return "the open deals are not those that are in a stage.";
        if (lost != lostFrom)
            return "the lost deals are not those that were lost from a stage.";
        long leads = open + lost + won;
        long strict = leads;
        for (int stage = 0; stage < layout.OpenStages; stage++)
        {
            if (c[CellLayout.Touched(stage)] > leads || c[CellLayout.RegressedDeals(stage)] > c[CellLayout.Touched(stage)])
                return "more deals entered a stage, or moved back from it, than there are.";
            if (c[CellLayout.Strict(stage)] > Math.Min(strict, c[CellLayout.Touched(stage)]))
                return "more deals entered the stages in order than entered them.";
            strict = c[CellLayout.Strict(stage)];
        }

        if (c[layout.StrictWon] > Math.Min(strict, won))
            return "more deals were won in order than were won.";
        if (c[layout.EverWon] < won || c[layout.EverWon] > leads || c[layout.ReopenedDeals] > leads)
            return "more deals were ever won, or re-opened, than there are, or fewer than are won.";
        if (c[layout.PricedWon] > won)
            return "more won deals have an amount than are won.";
        Int128 amount = CellLayout.ReadSum(c, layout.WonAmount);
        Int128 most = c[layout.PricedWon] * (Int128)long.MaxValue;
        return amount > most || amount < -most ? "the won amount is larger than its deals can have." : null;
    }

    private string? WrongTimes(SnapshotCell cell)
    {
        int next = 0;
        for (int stage = 0; stage < layout.OpenStages; stage++)
        {
            for (VisitEnd end = VisitEnd.Onward; end <= VisitEnd.StillOpen; end++)
            {
                int offset = layout.Times(stage, end);
                (Int128 count, Int128 least, Int128 most) = (0, 0, 0);
                int after = CellLayout.TimeKey(stage, end, LogLinearBuckets.Count);
                for (; next < cell.Buckets.Length && cell.Buckets[next].Key < after; next++)
                {
                    int bucket = cell.Buckets[next].Key - CellLayout.TimeKey(stage, end, 0);
                    Int128 low = cell.Buckets[next].Count * (Int128)LogLinearBuckets.LowerBound(bucket);
                    count += cell.Buckets[next].Count;
                    least += low;
                    most += low + (cell.Buckets[next].Count * (Int128)(LogLinearBuckets.Width(bucket) - 1));
                }

                if (count != cell.Counters[offset])
                    return "a histogram does not hold as many visits as were counted.";
                Int128 sum = CellLayout.ReadSum(cell.Counters, offset + 1);
                if (sum < least || sum > most)
                    return "a sum of times lies outside of what its histogram allows.";
            }
        }

        return null;
    }
}
