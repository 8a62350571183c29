namespace SalesFunnel.Metrics.Testing;

/// <summary>The same events as columns, as Arrow, Parquet and SQL readers hand them over.</summary>
public sealed class EventColumns(IReadOnlyList<DealEvent> events)
{
    private readonly long[] _entities = events.Select(e => e.Entity).ToArray();
    private readonly long[] _ats = events.Select(e => e.AtUnixMicros).ToArray();
    private readonly byte[] _stages = events.Select(e => checked((byte)e.Stage)).ToArray();
    private readonly DealEventKind[] _kinds = events.Select(e => e.Kind).ToArray();
    private readonly long[] _values = events.Select(e => e.Value).ToArray();
    private readonly long[] _segments = events.Select(e => e.Segment).ToArray();
    private readonly long[] _seqs = events.Select(e => e.Seq).ToArray();

    /// <summary>All columns, or without those in which every event has the value that an absent column means.</summary>
    public EventBatch Batch(bool leaveOutDefaults = false) => new(
        _entities,
        _ats,
        leaveOutDefaults && _stages.All(s => s == 0) ? default : _stages,
        leaveOutDefaults && _kinds.All(k => k == DealEventKind.Enter) ? default : _kinds,
        leaveOutDefaults && _values.All(v => v == DealEvent.NoValue) ? default : _values,
        leaveOutDefaults && _segments.All(v => v == DealEvent.NoValue) ? default : _segments,
        leaveOutDefaults && _seqs.All(v => v == DealEvent.NoSeq) ? default : _seqs);
}
