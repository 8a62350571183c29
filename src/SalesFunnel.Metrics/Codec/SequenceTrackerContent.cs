namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved sequence tracker.</summary>
internal readonly struct SequenceTrackerContent : IStateContent<SequenceTracker>
{
    private const byte HasMasks = 1;
    private const byte IsDense = 2;
    private const byte Forgets = 4;
    private const int MinEventBytes = 5;
    private const ulong FewIds = 1 << 16;
    private const ulong IdsPerEntity = 64;

    public static byte Kind => StateFrame.SequenceTrackerKind;

    public static void Write(ref StateWriter writer, SequenceTracker state)
    {
        SequenceOptions options = state.Options;
        SequenceDefinitionCodec.Write(ref writer, state.Definition);
        writer.Byte((byte)options.Resolution);
        writer.Byte((byte)options.Detail);
        writer.Byte((byte)options.Breakdown.Kind);
        writer.Byte((byte)options.Breakdown.Step);
        writer.Byte((byte)((options.StepMasks ? HasMasks : 0) | (options.DenseIds ? IsDense : 0) | (options.ForgetAfter is null ? 0 : Forgets)));
        writer.Number(options.AllowedLateness.Ticks);
        if (options.ForgetAfter is { } forget)
            writer.Number(forget.Ticks);
        PartitionCodec.Write(ref writer, options.Partition.IsNone ? [] : [options.Partition]);
        writer.Number(state.EventCount);
        SequenceRejectionsCodec.Write(ref writer, state.Rejected());
        if (state.LevelEngine is { } levels)
            WriteLevels(ref writer, levels, state.Definition.Steps.Count);
        else
            WriteEvents(ref writer, Kept(state.ReplayStore!));
        WriteEvents(ref writer, state.Waiting());
    }

    public static SequenceTracker Read(ReadOnlySpan<byte> state, SequenceDefinition? expected, int workers)
    {
        var reader = new StateReader(state, StateFrame.Length);
        SequenceDefinition definition = SequenceDefinitionCodec.Read(ref reader);
        if (expected is not null && expected.Fingerprint != definition.Fingerprint)
            throw new StateFormatException(StateFormatError.NotExpected, StateFrame.Length, $"its sequence is {definition}, expected {expected}. Read it without naming one to see what it holds, or count again.");
        definition = expected ?? definition;
        SequenceOptions options = ReadOptions(ref reader, workers);
        SequenceTracker tracker = Create(ref reader, definition, options with { IdsHaveGaps = true });
        if (options.DenseIds && tracker.LevelEngine is { } table && AreDense(reader, table.Words, definition.Steps.Count))
            tracker = Create(ref reader, definition, options);

        long events = reader.Number(CellChecks.MaxEvents, "the number of events");
        if (!tracker.Restore(events, SequenceRejectionsCodec.Read(ref reader, events)))
            throw reader.Inconsistent("events are rejected for a reason that such a tracker does not have.");
        if (tracker.LevelEngine is { } levels)
            ReadLevels(ref reader, levels, options.Partition, definition.Steps.Count, events);
        else
            ReadEvents(ref reader, tracker, isWaiting: false);
        ReadEvents(ref reader, tracker, isWaiting: true);
        return reader.Left == 0 ? tracker : throw reader.Inconsistent("something follows the last value.");
    }

    private static SequenceTracker Create(ref StateReader reader, SequenceDefinition definition, SequenceOptions options)
    {
        try
        {
            return new SequenceTracker(definition, options);
        }
        catch (ArgumentException e)
        {
            throw reader.Inconsistent(e.Message, inner: e);
        }
    }

    // A flat array is as long as its largest id, so a few bytes could ask for all memory. The counts are the same with a table.
    private static bool AreDense(StateReader ahead, int words, int steps)
    {
        long events = ahead.Number(CellChecks.MaxEvents, "the number of events");
        SequenceRejectionsCodec.Read(ref ahead, events);
        for (int level = 0; level <= steps; level++)
            ahead.Number();
        int count = ahead.Count(sizeof(long) * (words + 1), "the number of entities");
        ulong most = Math.Max(FewIds, IdsPerEntity * (ulong)count);
        for (int i = 0; i < count; i++)
        {
            if (ahead.UInt64() >= most)
                return false;
            for (int word = 0; word < words; word++)
                ahead.UInt64();
        }

        return true;
    }

    private static SequenceOptions ReadOptions(ref StateReader reader, int workers)
    {
        var options = new SequenceOptions
        {
            Resolution = (TimeResolution)reader.Byte(),
            Detail = (SequenceDetail)reader.Byte(),
            Breakdown = new SequenceBreakdown((BreakdownKind)reader.Byte(), reader.Byte()),
            Workers = workers,
        };
        byte flags = reader.Byte();
        if (flags > (HasMasks | IsDense | Forgets))
            throw reader.Inconsistent("a flag of the options does not exist.");
        options = options with { StepMasks = (flags & HasMasks) != 0, DenseIds = (flags & IsDense) != 0, AllowedLateness = TimeSpan.FromTicks(reader.Number(long.MaxValue, "the lateness")) };
        if ((flags & Forgets) != 0)
            options = options with { ForgetAfter = TimeSpan.FromTicks(reader.Number(long.MaxValue, "the time to forget after")) };
        Partition[] partitions = PartitionCodec.Read(ref reader);
        return partitions.Length switch
        {
            0 => options,
            1 => options with { Partition = partitions[0] },
            _ => throw reader.Inconsistent("a tracker has at most one shard."),
        };
    }

    private static void WriteLevels(ref StateWriter writer, LevelEngine levels, int steps)
    {
        levels.Flush();
        for (int level = 0; level <= steps; level++)
            writer.Number(levels.Tally.Forgotten[level]);
        writer.Number(levels.Count);
        var sink = new Sink(writer);
        levels.Export(ref sink);
        writer = sink.Writer;
    }

    private static void ReadLevels(ref StateReader reader, LevelEngine levels, Partition partition, int steps, long events)
    {
        for (int level = 0; level <= steps; level++)
            levels.Tally.Forgotten[level] = reader.Number(events, "the number of forgotten entities");
        int count = reader.Count(sizeof(long) * (levels.Words + 1), "the number of entities");
        Span<long> words = new long[levels.Words];
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            long entity = (long)reader.UInt64();
            for (int word = 0; word < words.Length; word++)
                words[word] = (long)reader.UInt64();
            if (!partition.Owns(entity))
                throw reader.Inconsistent("an entity does not belong to the shard.", start);
            if (levels.Import(entity, words) is { } wrong)
                throw reader.Inconsistent($"an entity cannot be taken over: {wrong}.", start);
        }
    }

    private static SequenceEvent[] Kept(ReplayStore store)
    {
        (long Entity, ReplayEvent Event)[] all = store.InOrder();
        var events = new SequenceEvent[all.Length];
        for (int i = 0; i < all.Length; i++)
            events[i] = new SequenceEvent(all[i].Entity, all[i].Event.At, all[i].Event.Steps, all[i].Event.Exclusions, all[i].Event.Segment);
        return events;
    }

    private static void WriteEvents(ref StateWriter writer, SequenceEvent[] events)
    {
        writer.Number(events.Length);
        foreach (SequenceEvent e in events)
        {
            writer.Number(Fold(e.Entity));
            writer.Number(Fold(e.At));
            writer.Number(e.Steps);
            writer.Number(e.Exclusions);
            writer.Number(e.Segment == SegmentValue.None ? 0UL : Fold(e.Segment) + 1);
        }
    }

    private static void ReadEvents(ref StateReader reader, SequenceTracker tracker, bool isWaiting)
    {
        int count = reader.Count(MinEventBytes, "the number of events that are kept or wait");
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            long entity = Unfold(reader.Number());
            long at = Unfold(reader.Number());
            ulong steps = reader.Number();
            ulong exclusions = reader.Number();
            ulong segment = reader.Number();
            var e = new SequenceEvent(entity, at, steps, exclusions, segment == 0 ? SegmentValue.None : Unfold(segment - 1));
            if (tracker.Restore(e, isWaiting) is { } wrong)
                throw reader.Inconsistent($"an event cannot be taken over: {wrong}.", start);
        }
    }

    // Small numbers of either sign take few bytes. None is the one value that leaves room for a free zero before segments.
    private static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private ref struct Sink(StateWriter writer) : ILevelSink
    {
        public StateWriter Writer = writer;

        public void Take(long entity, ReadOnlySpan<long> state)
        {
            Writer.UInt64((ulong)entity);
            foreach (long word in state)
                Writer.UInt64((ulong)word);
        }
    }
}
