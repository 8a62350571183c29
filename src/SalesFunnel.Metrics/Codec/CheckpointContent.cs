namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved checkpoint: where it stood, then the tracker.</summary>
internal readonly struct CheckpointContent : IStateContent<FunnelCheckpoint>
{
    public static byte Kind => StateFrame.CheckpointKind;

    public static void Write(ref StateWriter writer, FunnelCheckpoint state)
    {
        writer.Number(state.Number);
        writer.UInt64((ulong)EventTime.ToUnixMicros(state.SavedAt));
        writer.Number(state.LogNumber);
        writer.Number(state.Refused);
        writer.Number(state.Redelivered);
        SourcePositionCodec.Write(ref writer, state.Sources);
        StageHistoryTrackerContent.Write(ref writer, state.Tracker);
    }

    public static FunnelCheckpoint Read(ReadOnlySpan<byte> state, FunnelDefinition? expected, CohortCalendar? calendar)
    {
        var reader = new StateReader(state, StateFrame.Length);
        long number = reader.Number(long.MaxValue, "the number of the checkpoint");
        int start = reader.Position;
        long savedAt = (long)reader.UInt64();
        if (savedAt < EventTime.ToUnixMicros(DateTimeOffset.MinValue) || savedAt > EventTime.ToUnixMicros(DateTimeOffset.MaxValue))
            throw reader.Inconsistent("the time of the checkpoint is outside the years 1 to 9999.", start);
        long logNumber = reader.Number(long.MaxValue, "the number of the last block");
        long refused = reader.Number(long.MaxValue, "the number of refused events");
        long redelivered = reader.Number(long.MaxValue, "the number of events delivered again");
        SourcePosition[] sources = SourcePositionCodec.Read(ref reader);
        StageHistoryTracker tracker = StageHistoryTrackerContent.Read(ref reader, expected, calendar);
        return new FunnelCheckpoint(tracker)
        {
            Number = number,
            SavedAt = EventTime.FromUnixMicros(savedAt),
            LogNumber = logNumber,
            Refused = refused,
            Redelivered = redelivered,
            Sources = sources,
        };
    }
}
