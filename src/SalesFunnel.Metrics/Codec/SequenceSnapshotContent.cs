namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved sequence snapshot.</summary>
internal static class SequenceSnapshotContent
{
    private const int SampleBytes = 16;

    public static void Write(ref StateWriter writer, SequenceSnapshot snapshot)
    {
        SequenceHeader header = snapshot.Header;
        SequenceDefinitionCodec.Write(ref writer, header.Definition);
        writer.Byte((byte)header.Resolution);
        writer.Byte((byte)header.Breakdown.Kind);
        writer.Byte((byte)header.Breakdown.Step);
        writer.UInt64((ulong)header.AsOf);
        writer.Number(header.Events);
        writer.Number(header.Forgotten);
        PartitionCodec.Write(ref writer, header.Partitions);
        WriteRejections(ref writer, header.Rejections);
        writer.Byte(snapshot.Chains is null ? (byte)0 : (byte)1);
        if (snapshot.Chains is { } chains)
        {
            SequenceChainsCodec.Write(ref writer, header, chains);
            return;
        }

        foreach (long count in snapshot.ReachedCounts)
            writer.Number(count);
        foreach (long count in snapshot.EndedCounts)
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
            Rejections = ReadRejections(ref reader, events),
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

    private static void WriteRejections(ref StateWriter writer, IReadOnlyList<RejectedSequenceEvents> rejections)
    {
        writer.Byte((byte)rejections.Count);
        foreach (RejectedSequenceEvents item in rejections)
        {
            writer.Byte((byte)item.Reason);
            writer.Number(item.Count);
            writer.Byte((byte)item.Samples.Count);
            foreach ((long entity, long at) in item.Samples)
            {
                writer.UInt64((ulong)at);
                writer.UInt64((ulong)entity);
            }
        }
    }

    private static RejectedSequenceEvents[] ReadRejections(ref StateReader reader, long events)
    {
        var items = new RejectedSequenceEvents[reader.Byte()];
        long left = events;
        for (int i = 0; i < items.Length; i++)
        {
            var reason = (RejectReason)reader.Byte();
            if (!Enum.IsDefined(reason) || (i > 0 && reason <= items[i - 1].Reason))
                throw reader.Inconsistent("the reasons of rejection do not exist, or are not in ascending order.");
            long count = reader.Number(left, "the number of rejected events");
            left -= count;
            int samples = reader.Byte();
            if (count == 0 || samples > Math.Min(count, RejectedSequenceEvents.MaxSamples) || samples > reader.Left / SampleBytes)
                throw reader.Inconsistent("a reason has no rejected event, or more samples than rejected events or places.");
            var sampled = new (long Entity, long At)[samples];
            for (int sample = 0; sample < samples; sample++)
            {
                (long at, long entity) = ((long)reader.UInt64(), (long)reader.UInt64());
                sampled[sample] = (entity, at);
                if (sample > 0 && (sampled[sample - 1].At, sampled[sample - 1].Entity).CompareTo((at, entity)) > 0)
                    throw reader.Inconsistent("samples of rejected events are not in ascending order.");
            }

            items[i] = new RejectedSequenceEvents(reason, count, sampled.AsReadOnly());
        }

        return items;
    }
}
