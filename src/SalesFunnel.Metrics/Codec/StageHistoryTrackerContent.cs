using System.Buffers.Binary;

namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved stage-history tracker.</summary>
internal readonly struct StageHistoryTrackerContent : IStateContent<StageHistoryTracker>
{
    private const byte UsesInputOrder = 1;
    private const byte IsPartial = 2;
    private const byte LimitsReopening = 4;
    private const int WaitingBytes = (6 * sizeof(long)) + sizeof(int) + 1;

    public static byte Kind => StateFrame.StageHistoryTrackerKind;

    public static void Write(ref StateWriter writer, StageHistoryTracker state)
    {
        TrackerOptions options = state.Options;
        TrackerTotals totals = state.Totals;
        FunnelCodec.Write(ref writer, state.Definition, options.Calendar);
        writer.Byte((byte)options.Rule);
        writer.Byte((byte)((totals.UsesInputOrder ? UsesInputOrder : 0) | (totals.IsPartial ? IsPartial : 0) | (options.ReopenWithin is null ? 0 : LimitsReopening)));
        if (options.ReopenWithin is { } within)
            writer.Number(within.Ticks);
        writer.Number(options.AllowedLateness.Ticks);
        writer.Number(options.MaxSegmentValues);
        PartitionCodec.Write(ref writer, options.Partition.IsNone ? [] : [options.Partition]);
        writer.UInt64((ulong)totals.LastAt);
        writer.Number(totals.Events);
        TallyCodec.Write(ref writer, totals.Tally);
        RejectionsCodec.Write(ref writer, totals.Rejections);
        writer.Number(state.DealCount);
        writer.Number(state.CompactedDealCount);
        WriteCells(ref writer, state);
        WriteCompacted(ref writer, state.Deals.Compacted);
        WriteDeals(ref writer, state);
        WriteWaiting(ref writer, state.Waiting());
    }

    public static StageHistoryTracker Read(ReadOnlySpan<byte> state, FunnelDefinition? expected, CohortCalendar? expectedCalendar)
    {
        var reader = new StateReader(state, StateFrame.Length);
        return Read(ref reader, expected, expectedCalendar);
    }

    /// <summary>Reads a tracker that is the last of a payload.</summary>
    public static StageHistoryTracker Read(ref StateReader reader, FunnelDefinition? expected, CohortCalendar? expectedCalendar)
    {
        (FunnelDefinition definition, CohortCalendar? calendar) = FunnelCodec.Read(ref reader, expected, expectedCalendar);
        var rule = (CountingRule)reader.Byte();
        byte flags = reader.Byte();
        if (flags > (UsesInputOrder | IsPartial | LimitsReopening))
            throw reader.Inconsistent("a flag does not exist.");
        TrackerOptions options = ReadOptions(ref reader, rule, calendar, (flags & LimitsReopening) != 0);
        long lastAt = (long)reader.UInt64();
        if (!EventTime.IsRepresentable(lastAt))
            throw reader.Inconsistent("the time of the last event is outside the years 1 to 9999.");
        long events = reader.Number(CellChecks.MaxEvents, "the number of events");
        EventTally tally = TallyCodec.Read(ref reader, events);
        var totals = new TrackerTotals(events, lastAt, (flags & UsesInputOrder) != 0, (flags & IsPartial) != 0, tally, RejectionsCodec.Read(ref reader, events));
        int deals = reader.Count(new DealStateCodec(definition.OpenStageCount).Length, "the number of deals");
        int compacted = reader.Count(sizeof(ulong), "the number of compacted deals");
        StageHistoryTracker tracker = Create(ref reader, definition, options);
        tracker.Totals = totals;
        ReadCells(ref reader, tracker, 2L * ((long)deals + compacted));
        ReadCompacted(ref reader, tracker, compacted);
        ReadDeals(ref reader, tracker, deals);
        ReadWaiting(ref reader, tracker);
        if (reader.Left > 0)
            throw reader.Inconsistent("something follows the last value.");
        return TrackerChecks.WrongIn(tracker) is { } wrong ? throw reader.Inconsistent(wrong) : tracker;
    }

    private static TrackerOptions ReadOptions(ref StateReader reader, CountingRule rule, CohortCalendar? calendar, bool limitsReopening)
    {
        var options = new TrackerOptions
        {
            Rule = rule,
            Calendar = calendar,
            ReopenWithin = limitsReopening ? TimeSpan.FromTicks(reader.Number(long.MaxValue, "the time to re-open within")) : null,
            AllowedLateness = TimeSpan.FromTicks(reader.Number(long.MaxValue, "the lateness")),
            MaxSegmentValues = (int)reader.Number(int.MaxValue, "the number of segment values"),
        };
        Partition[] partitions = PartitionCodec.Read(ref reader);
        return partitions.Length switch
        {
            0 => options,
            1 => options with { Partition = partitions[0] },
            _ => throw reader.Inconsistent("a tracker has at most one shard."),
        };
    }

    private static StageHistoryTracker Create(ref StateReader reader, FunnelDefinition definition, TrackerOptions options)
    {
        try
        {
            return new StageHistoryTracker(definition, options);
        }
        catch (ArgumentException e)
        {
            throw reader.Inconsistent(e.Message, inner: e);
        }
    }

    private static void WriteCells(ref StateWriter writer, StageHistoryTracker state)
    {
        CellStore cells = state.Counter.Cells;
        SegmentTable segments = state.Counter.Segments;
        var codec = new CellCodec(state.Definition, state.Options.Calendar, cells.Layout);
        writer.Number(segments.Count - 1); // the first one is none
        for (int id = 1; id < segments.Count; id++)
            codec.WriteSegment(ref writer, segments[id]);
        writer.Number(cells.Count);
        SnapshotCell[] all = cells.All(segments);
        for (int id = 0; id < all.Length; id++)
        {
            writer.Number(cells.SegmentsOf(id));
            codec.WriteCohort(ref writer, cells.CohortOf(id));
            codec.WriteCounts(ref writer, all[id]);
        }
    }

    private static void ReadCells(ref StateReader reader, StageHistoryTracker tracker, long mostCells)
    {
        CellStore cells = tracker.Counter.Cells;
        SegmentTable segments = tracker.Counter.Segments;
        var codec = new CellCodec(tracker.Definition, tracker.Options.Calendar, cells.Layout);
        ReadSegments(ref reader, codec, segments, tracker.Definition.Dimensions.Count);
        int start = reader.Position;
        int count = reader.Count(3, "the number of cells"); // segments, how many counters, how many buckets
        if (count > mostCells || count * (long)cells.Layout.Length > Array.MaxLength / 2)
            throw reader.Inconsistent("there are more cells than deals can have stood in.", start);
        CellChecks checks = codec.Checks(tracker.EventCount);
        var read = new (int Segments, SnapshotCell Cell)[count];
        for (int id = 0; id < count; id++)
        {
            int combination = (int)reader.Number(segments.Count - 1, "the segment values of a cell");
            var key = new CellKey(segments[combination], codec.ReadCohort(ref reader));
            read[id] = (combination, codec.ReadCounts(ref reader, key, checks, mayBeEmpty: true));
        }

        if (!cells.TryRestore(read))
            throw reader.Inconsistent("a cell is there twice.", start);
    }

    private static void ReadSegments(ref StateReader reader, CellCodec codec, SegmentTable segments, int dimensions)
    {
        int count = reader.Count(dimensions, "the number of combinations of segment values");
        var seen = new HashSet<(int Dimension, SegmentKey Others)>();
        for (int dimension = 0; dimension < dimensions; dimension++)
            seen.Add((dimension, SegmentKey.None));
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            SegmentKey key = codec.ReadSegment(ref reader);
            bool isOneStepAway = false; // a deal's values change one by one, so an earlier combination differs in one dimension
            for (int dimension = 0; dimension < dimensions; dimension++)
                isOneStepAway |= !seen.Add((dimension, key.With(dimension, SegmentValue.None)));
            string? wrong = segments.Restore(key) ?? (isOneStepAway ? null : "no combination before it leads to it");
            if (wrong is not null)
                throw reader.Inconsistent($"segment values cannot be taken over: {wrong}.", start);
        }
    }

    private static void WriteCompacted(ref StateWriter writer, EntitySet compacted)
    {
        Span<byte> target = writer.Bytes(compacted.Count * (long)sizeof(ulong));
        if (target.IsEmpty)
            return;
        ulong[] hashes = compacted.Sorted();
        for (int i = 0; i < hashes.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(target[(i * sizeof(ulong))..], EntityHash.Unmix(hashes[i]));
    }

    private static void ReadCompacted(ref StateReader reader, StageHistoryTracker tracker, int count)
    {
        EntitySet compacted = tracker.Deals.Compacted;
        if (count > 0)
            compacted.Reserve(count);
        ulong last = 0;
        for (int i = 0; i < count; i++)
        {
            ulong entity = reader.UInt64();
            ulong hash = EntityHash.Mix(entity);
            if (!tracker.Options.Partition.Owns((long)entity) || (i > 0 && hash <= last))
                throw reader.Inconsistent("compacted deals are not in order, or do not belong to the shard.");
            compacted.Add(hash);
            last = hash;
        }
    }

    private static void WriteDeals(ref StateWriter writer, StageHistoryTracker state)
    {
        var codec = new DealStateCodec(state.Definition.OpenStageCount);
        Span<byte> target = writer.Bytes(state.DealCount * (long)codec.Length);
        if (target.IsEmpty)
            return;
        DealTable deals = state.Deals;
        StageMasks masks = state.Counter.Masks;
        for (int slot = 0; slot < deals.Count; slot++, target = target[codec.Length..])
        {
            ref readonly DealState deal = ref deals.At(slot);
            codec.Write(target, deal, masks.Touched(deal, slot), masks.Regressed(deal, slot));
        }
    }

    private static void ReadDeals(ref StateReader reader, StageHistoryTracker tracker, int count)
    {
        var codec = new DealStateCodec(tracker.Definition.OpenStageCount);
        tracker.Deals.Reserve(count);
        var checks = new DealChecks(tracker.Options, tracker.Counter.Cells, tracker.Counter.Segments, tracker.Totals);
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            DealState deal = codec.Read(reader.Bytes(codec.Length), out ulong touched, out ulong regressed);
            string? wrong = checks.WrongIn(deal, touched, regressed);
            if (wrong is null && !tracker.Deals.TryRestore(deal, touched, regressed))
                wrong = "it is there twice, or compacted as well";
            if (wrong is not null)
                throw reader.Inconsistent($"a deal cannot be taken over: {wrong}.", start);
        }
    }

    private static void WriteWaiting(ref StateWriter writer, (DealEvent Event, long Position)[] waiting)
    {
        writer.Number(waiting.Length);
        foreach ((DealEvent e, long position) in waiting)
        {
            writer.UInt64((ulong)e.Entity);
            writer.UInt64((ulong)e.AtUnixMicros);
            writer.UInt64((ulong)e.Seq);
            writer.UInt64((ulong)e.Value);
            writer.UInt64((ulong)e.Segment);
            writer.UInt64((ulong)position);
            writer.UInt32((uint)e.Stage);
            writer.Byte((byte)e.Kind);
        }
    }

    private static void ReadWaiting(ref StateReader reader, StageHistoryTracker tracker)
    {
        int count = reader.Count(WaitingBytes, "the number of events that wait");
        (long At, long Seq, long Position) last = default;
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            (long entity, long at, long seq, long value, long segment, long position) =
                ((long)reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64());
            int stage = (int)reader.UInt32();
            string? wrong = position < 0 || (i > 0 && last.CompareTo((at, seq, position)) >= 0)
                ? "events that wait are not in order"
                : tracker.RestoreWaiting(new DealEvent(entity, at, seq, (DealEventKind)reader.Byte(), stage, value, segment), position);
            if (wrong is not null)
                throw reader.Inconsistent($"an event that waits cannot be taken over: {wrong}.", start);
            last = (at, seq, position);
        }
    }
}
