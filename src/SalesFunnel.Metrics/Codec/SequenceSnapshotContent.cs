namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved sequence snapshot.</summary>
internal readonly struct SequenceSnapshotContent : IStateContent<SequenceSnapshot>
{
    public static byte Kind => StateFrame.SequenceSnapshotKind;

    public static void Write(ref StateWriter writer, SequenceSnapshot state)
    {
        SequenceHeader header = state.Header;
        SequenceDefinitionCodec.Write(ref writer, header.Definition);
        writer.Byte((byte)header.Resolution);
        writer.Byte((byte)header.Breakdown.Kind);
        writer.Byte((byte)header.Breakdown.Step);
        writer.UInt64((ulong)header.AsOf);
        writer.Number(header.Events);
        writer.Number(header.Forgotten);
        PartitionCodec.Write(ref writer, header.Partitions);
        SequenceRejectionsCodec.Write(ref writer, header.Rejections);
        writer.Byte(state.Chains is null ? (byte)0 : (byte)1);
        if (state.Chains is { } chains)
        {
            SequenceChainsCodec.Write(ref writer, header, chains);
            return;
        }

        foreach (long count in state.ReachedCounts)
            writer.Number(count);
        foreach (long count in state.EndedCounts)
            writer.Number(count);
    }

    public static SequenceSnapshot Read(ReadOnlySpan<byte> state, SequenceDefinition? expected)
    {
        var reader = new StateReader(state, StateFrame.Length);
        SequenceDefinition definition = SequenceDefinitionCodec.Read(ref reader);
        if (expected is not null && expected.Fingerprint != definition.Fingerprint)
            throw new StateFormatException(StateFormatError.NotExpected, StateFrame.Length, $"its sequence is {definition}, expected {expected}. Read it without naming one to see what it holds, or count again.");
        SequenceHeader header = ReadHeader(ref reader, expected ?? definition);
        byte detail = reader.Byte();
        if (detail > 1)
            throw reader.Inconsistent("the detail does not exist.");
        SequenceSnapshot snapshot = detail == 1 ? SequenceSnapshot.Of(header, SequenceChainsCodec.Read(ref reader, header)) : ReadCounts(ref reader, header);
        return reader.Left == 0 ? snapshot : throw reader.Inconsistent("something follows the last value.");
    }

    private static SequenceHeader ReadHeader(ref StateReader reader, SequenceDefinition definition)
    {
        var resolution = (TimeResolution)reader.Byte();
        var breakdown = new SequenceBreakdown((BreakdownKind)reader.Byte(), reader.Byte());
        if (!Enum.IsDefined(resolution) || !Enum.IsDefined(breakdown.Kind) || breakdown.Step >= definition.Steps.Count)
            throw reader.Inconsistent("the resolution or the breakdown does not exist.");
        RequireWhole(ref reader, definition, resolution);
        long asOf = (long)reader.UInt64();
        if (!SequenceTime.CanBeGiven(asOf, resolution))
            throw reader.Inconsistent("the as-of time is outside the years 1 to 9999.");
        long events = reader.Number(CellChecks.MaxEvents, "the number of events");
        return new SequenceHeader
        {
            Definition = definition,
            Resolution = resolution,
            Breakdown = breakdown,
            AsOf = asOf,
            Events = events,
            Forgotten = reader.Number(events, "the number of times that an entity was forgotten"),
            Partitions = PartitionCodec.Read(ref reader),
            Rejections = SequenceRejectionsCodec.Read(ref reader, events),
        };
    }

    private static void RequireWhole(ref StateReader reader, SequenceDefinition definition, TimeResolution resolution)
    {
        try
        {
            SequenceTime.Units(definition.Window, resolution, "window");
            foreach (SequenceStep step in definition.Steps)
            {
                SequenceTime.Units(step.MinGap, resolution, "shortest gap");
                SequenceTime.Units(step.MaxGap ?? TimeSpan.Zero, resolution, "longest gap");
            }
        }
        catch (ArgumentException e)
        {
            throw reader.Inconsistent(e.Message, inner: e);
        }
    }

    private static SequenceSnapshot ReadCounts(ref StateReader reader, SequenceHeader header)
    {
        int start = reader.Position;
        int steps = header.Definition.Steps.Count;
        var reached = new long[steps];
        var ended = new long[steps * SequenceSnapshot.Endings];
        for (int i = 0; i < reached.Length; i++)
            reached[i] = reader.Number(header.Events, "the number of entities at a step");
        for (int i = 0; i < ended.Length; i++)
            ended[i] = reader.Number(header.Events, "the number of entities that ended in a way");
        long further = 0; // entities whose furthest step is this one or a later one
        for (int step = steps - 1; step >= 0; step--)
        {
            long here = 0;
            for (int ending = 0; ending < SequenceSnapshot.Endings; ending++)
            {
                long count = ended[(step * SequenceSnapshot.Endings) + ending];
                here = checked(here + count);
                if (count > 0 && ending == (int)SequenceEnding.Completed != (step == steps - 1))
                    throw reader.Inconsistent("only the last step is completed, and it is always.", start);
            }

            further += here;
            bool fits = header.Definition.Steps[step].IsOptional ? reached[step] >= here && reached[step] <= further : reached[step] == further;
            if (!fits)
                throw reader.Inconsistent("the entities at a step are not those that ended there or went on.", start);
        }

        return further <= header.Events ? new SequenceSnapshot(header, reached, ended, chains: null) : throw reader.Inconsistent("there are more entities than events.", start);
    }
}
