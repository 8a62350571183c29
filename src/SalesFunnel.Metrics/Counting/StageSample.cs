namespace SalesFunnel.Metrics;

/// <summary>One time in a stage: while it goes on, what the deal's clock showed at its beginning; then its length.</summary>
internal readonly record struct StageSample(long Value, byte End)
{
    private const byte Running = byte.MaxValue;

    public static StageSample Begin(DealClock clock, long at) =>
        at == EventTime.Undated ? new StageSample(0, VisitStage.Untimed) : new StageSample(clock.Read(at), Running);

    public StageSample Ended(VisitEnd end, long reading) =>
        End == VisitStage.Untimed ? this : new StageSample(reading - Value, (byte)end);

    /// <summary>Together with a later one, which says how both ended. Without the length of this one there is no sum; a later one is undated only if this one is.</summary>
    public StageSample Plus(StageSample later) =>
        End == VisitStage.Untimed ? this : new StageSample(Value + later.Value, later.End);
}
