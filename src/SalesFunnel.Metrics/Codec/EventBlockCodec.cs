namespace SalesFunnel.Metrics;

/// <summary>Saves a block of accepted events, with how far each source had been taken at its end, and reads it back: what an <see cref="IEventLog"/> keeps.</summary>
/// <remarks>Versioned, length-checked, checksummed; little-endian on every machine. The layout is in docs/snapshot-format.md.</remarks>
public static class EventBlockCodec
{
    private const byte HasStages = 1;
    private const byte HasKinds = 2;
    private const byte HasValues = 4;
    private const byte HasSegments = 8;
    private const byte HasSeqs = 16;

    /// <summary>Writes a block to a new array.</summary>
    /// <param name="events">The events.</param>
    /// <param name="sources">How far sources were taken, in ordinal order of name.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    public static byte[] ToBytes(EventBatch events, IReadOnlyList<SourcePosition> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        StateWriter counting = StateWriter.Counting;
        Write(ref counting, events, sources);
        byte[] bytes = new byte[StateFrame.Length + counting.Position];
        var writer = new StateWriter(bytes.AsSpan(StateFrame.Length));
        Write(ref writer, events, sources);
        StateFrame.Write(bytes, StateFrame.EventBlockKind);
        return bytes;
    }

    /// <summary>Reads a block.</summary>
    /// <returns>How far sources were taken.</returns>
    /// <param name="state">All bytes of one block.</param>
    /// <param name="events">Where the events are appended; left as it was when the bytes are refused.</param>
    /// <exception cref="StateFormatException">The bytes are not such a block; says what is wrong, and where.</exception>
    public static IReadOnlyList<SourcePosition> Read(ReadOnlySpan<byte> state, EventBuffer events)
    {
        ArgumentNullException.ThrowIfNull(events);
        StateFrame.Require(state, StateFrame.EventBlockKind);
        var reader = new StateReader(state, StateFrame.Length);
        SourcePosition[] sources = SourcePositionCodec.Read(ref reader);
        int start = reader.Position;
        byte has = reader.Byte();
        if (has > (HasStages | HasKinds | HasValues | HasSegments | HasSeqs))
            throw reader.Inconsistent("a column does not exist.", start);
        int count = reader.Count(2 * sizeof(long), "the number of events");
        if (count == 0 && has != 0)
            throw reader.Inconsistent("there are columns and no events.", start);
        long[] entities = Longs(ref reader, count);
        long[] at = Longs(ref reader, count);
        byte[] stages = (has & HasStages) != 0 ? Bytes(ref reader, count) : [];
        byte[] kinds = (has & HasKinds) != 0 ? Bytes(ref reader, count) : [];
        long[] values = (has & HasValues) != 0 ? Longs(ref reader, count) : [];
        long[] segments = (has & HasSegments) != 0 ? Longs(ref reader, count) : [];
        long[] seqs = (has & HasSeqs) != 0 ? Longs(ref reader, count) : [];
        if (reader.Left != 0)
            throw reader.Inconsistent("something follows the last column.");
        events.Add(new EventBatch(entities, at, stages, Array.ConvertAll(kinds, static kind => (DealEventKind)kind), values, segments, seqs));
        return sources;
    }

    private static void Write(ref StateWriter writer, EventBatch events, IReadOnlyList<SourcePosition> sources)
    {
        SourcePositionCodec.Write(ref writer, sources);
        writer.Byte((byte)((events.Stages.IsEmpty ? 0 : HasStages) | (events.Kinds.IsEmpty ? 0 : HasKinds) | (events.Values.IsEmpty ? 0 : HasValues) | (events.Segments.IsEmpty ? 0 : HasSegments) | (events.Seqs.IsEmpty ? 0 : HasSeqs)));
        writer.Number(events.Length);
        Write(ref writer, events.Entities);
        Write(ref writer, events.AtUnixMicros);
        foreach (byte stage in events.Stages)
            writer.Byte(stage);
        foreach (DealEventKind kind in events.Kinds)
            writer.Byte((byte)kind);
        Write(ref writer, events.Values);
        Write(ref writer, events.Segments);
        Write(ref writer, events.Seqs);
    }

    private static void Write(ref StateWriter writer, ReadOnlySpan<long> column)
    {
        foreach (long value in column)
            writer.UInt64((ulong)value);
    }

    private static long[] Longs(ref StateReader reader, int count)
    {
        if (reader.Left / sizeof(long) < count)
            throw reader.Inconsistent("a column ends too early.");
        var column = new long[count];
        for (int i = 0; i < count; i++)
            column[i] = (long)reader.UInt64();
        return column;
    }

    private static byte[] Bytes(ref StateReader reader, int count)
    {
        if (reader.Left < count)
            throw reader.Inconsistent("a column ends too early.");
        var column = new byte[count];
        for (int i = 0; i < count; i++)
            column[i] = reader.Byte();
        return column;
    }
}
