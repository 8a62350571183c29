namespace SalesFunnel.Metrics;

/// <summary>Whether the counts of a tracker are those that its deals add up to, and its totals those of its events.</summary>
internal static class TrackerChecks
{
    /// <returns>What is wrong, or <c>null</c>.</returns>
    /// <param name="tracker">The tracker, all taken over.</param>
    public static string? WrongIn(StageHistoryTracker tracker) => WrongTotals(tracker) ?? WrongCounts(tracker);

    private static string? WrongTotals(StageHistoryTracker tracker)
    {
        TrackerTotals totals = tracker.Totals;
        (DealEvent Event, long Position)[] waiting = tracker.Waiting();
        long compacted = tracker.CompactedDealCount;
        long last = EventTime.Undated;
        for (int slot = 0; slot < tracker.DealCount; slot++)
            last = Math.Max(last, tracker.Deals.At(slot).LastAt);
        var positions = new HashSet<long>(waiting.Length);
        foreach ((DealEvent e, long position) in waiting)
        {
            last = Math.Max(last, e.AtUnixMicros);
            if (!positions.Add(position))
                return "two events that wait were the same one.";
        }

        if (last > totals.LastAt || (compacted == 0 && last != totals.LastAt))
            return "the time of the last event is not that of the last event of a deal.";
        EventTally tally = totals.Tally;
        long left = totals.Events - totals.Rejections.Total - waiting.Length - tally.Repeats - tally.NotUsed;
        if (left < tally.Deleted + tally.Merged || totals.Events < tracker.DealCount + compacted + waiting.Length)
            return "there are more deals, or more events of some kind, than events.";
        if (totals.IsPartial && tally.Deleted + tally.Merged == 0)
            return "counted deals are gone, and yet none was deleted or merged.";
        if (totals.UsesInputOrder && tracker.DealCount + compacted == 0)
            return "events had no sequence number, and yet there are no deals.";
        return WrongRejections(tracker, totals);
    }

    private static string? WrongRejections(StageHistoryTracker tracker, TrackerTotals totals)
    {
        foreach (RejectedEvents item in totals.Rejections)
        {
            bool isPossible = item.Reason switch
            {
                RejectReason.WrongShard => !tracker.Options.Partition.IsNone,
                RejectReason.ReopenTooLate => tracker.Options.ReopenWithin is not null,
                RejectReason.Compacted => tracker.CompactedDealCount > 0,
                _ => true,
            };
            if (!isPossible || item.SamplePositions.Count != Math.Min(item.Count, Rejections.MaxSamples))
                return "events are rejected for a reason that such a tracker does not have, or their positions are missing.";
            for (int i = 0; i < item.SamplePositions.Count; i++)
            {
                if (item.SamplePositions[i] >= totals.Events || (i > 0 && item.SamplePositions[i] == item.SamplePositions[i - 1]))
                    return "a position of a rejected event is there twice, or beyond the last event.";
            }
        }

        return null;
    }

    /// <summary>Standing counters less what the deals in the table add up to: those of compacted deals, which are all closed.</summary>
    private static string? WrongCounts(StageHistoryTracker tracker)
    {
        CellStore cells = tracker.Counter.Cells;
        CellLayout layout = cells.Layout;
        var standing = new long[cells.Count * layout.Length];
        var visiting = new long[layout.OpenStages]; // open visits, also those that were open when their deal went
        long gone = 0;
        for (int slot = 0; slot < tracker.DealCount; slot++)
        {
            ref readonly DealState deal = ref tracker.Deals.At(slot);
            gone += deal.Has(DealFlags.Gone) ? 1 : 0;
            if (!deal.Has(DealFlags.Created))
                continue;
            tracker.Counter.AddStanding(deal, slot, standing.AsSpan(deal.Cell * layout.Length, layout.Length));
            visiting[deal.Current] += deal.Has(DealFlags.Closed) ? 0 : 1;
        }

        long closed = 0; // compacted deals that are counted
        var totals = new long[layout.Length];
        var checks = new CellChecks(layout, new CellPlaces(layout), CellChecks.MaxEvents);
        var rest = new long[layout.Length];
        for (int cell = 0; cell < cells.Count; cell++)
        {
            layout.AddTo(totals, cells.Cell(cell));
            Subtract(layout, cells.Cell(cell), standing.AsSpan(cell * layout.Length, layout.Length), rest);
            if ((tracker.CompactedDealCount == 0 && rest.AsSpan().ContainsAnyExcept(0)) || checks.WrongIn(new SnapshotCell(default, rest, [])) is not null)
                return "the counts of a cell are not those that its deals add up to.";
            for (int stage = 0; stage < layout.OpenStages; stage++)
            {
                closed += rest[CellLayout.FarLost(stage)] + rest[CellLayout.FarWon(stage)];
                if (rest[CellLayout.FarOpen(stage)] != 0)
                    return "more deals are counted as open than are.";
            }
        }

        long goneAndCompacted = tracker.CompactedDealCount - closed;
        EventTally tally = tracker.Totals.Tally;
        if (goneAndCompacted < 0 || gone + goneAndCompacted != tally.Deleted + tally.Merged)
            return "the deals that are gone are not those that were deleted or merged.";
        return WrongMovement(layout, totals, visiting, goneAndCompacted);
    }

    private static void Subtract(CellLayout layout, ReadOnlySpan<long> cell, ReadOnlySpan<long> standing, long[] rest)
    {
        Array.Clear(rest);
        for (int stage = 0; stage < layout.OpenStages; stage++)
        {
            foreach (int place in (ReadOnlySpan<int>)[CellLayout.FarOpen(stage), CellLayout.FarLost(stage), CellLayout.FarWon(stage), CellLayout.InStage(stage), CellLayout.LostFrom(stage), CellLayout.Touched(stage), CellLayout.Strict(stage), CellLayout.RegressedDeals(stage)])
                rest[place] = cell[place] - standing[place];
        }

        foreach (int place in (ReadOnlySpan<int>)[layout.EverWon, layout.ReopenedDeals, layout.StrictWon, layout.PricedWon])
            rest[place] = cell[place] - standing[place];
        CellLayout.AddToSum(rest, layout.WonAmount, CellLayout.ReadSum(cell, layout.WonAmount) - CellLayout.ReadSum(standing, layout.WonAmount));
    }

    /// <summary>Movement over all cells, for a deal may have moved to another cell when its cohort became known.</summary>
    private static string? WrongMovement(CellLayout layout, long[] totals, long[] visiting, long goneAndCompacted)
    {
        for (int stage = 0; stage < layout.OpenStages; stage++)
        {
            long untimed = totals[CellLayout.Untimed(stage)];
            long open = totals[CellLayout.Visits(stage)] - untimed - visiting[stage];
            for (VisitEnd end = VisitEnd.Onward; end < VisitEnd.StillOpen; end++)
                open -= totals[layout.Times(stage, end)];
            goneAndCompacted -= open;
            if (open < 0 || goneAndCompacted < 0)
                return "the visits of a stage are not those that ended or are open.";
            long back = totals[layout.Times(stage, VisitEnd.Back)];
            long moves = totals[CellLayout.RegressMoves(stage)];
            if (moves < back || moves > back + untimed)
                return "the moves back from a stage are not those that ended a visit so.";
            if (totals[CellLayout.Visits(stage)] < totals[CellLayout.Touched(stage)] || moves < totals[CellLayout.RegressedDeals(stage)])
                return "deals entered a stage, or moved back from it, more often than there were visits or moves.";
            if (totals[layout.Times(stage, VisitEnd.StillOpen)] != 0)
                return "open visits are counted, which only a snapshot does.";
        }

        return totals[layout.VisitsWon] < totals[layout.EverWon] || totals[layout.Reopenings] < totals[layout.ReopenedDeals]
            ? "more deals were won, or re-opened, than there were wins and re-openings."
            : null;
    }
}
