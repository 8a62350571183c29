namespace SalesFunnel.Metrics;

/// <summary>Every accepted event of many deals in sorted, immutable columns: what any earlier time, rule, calendar or attribution can be counted from.</summary>
/// <remarks>Events stand by deal, then (time, seq, input order), so the order of the input does not matter where seq is given. About 30 bytes an
/// event, 26 without seq; up to 42 where numbers, segments or positions do not fit 32 bits. Counting is in the extension members of <c>DealLogCounting</c>: <c>log.Count()</c> and its kin. Safe to read from many threads.</remarks>
public sealed partial class DealLog
{
    internal DealLog(LogColumns columns, FunnelDefinition definition, EntityIndex? entities, EntityIndex? segmentLabels)
    {
        Columns = columns;
        Definition = definition;
        Entities = entities;
        SegmentLabels = segmentLabels;
        AsOfMicros = columns.LastAt;
        RejectedUpToMicros = long.MaxValue;
    }

    private DealLog(DealLog whole, long asOfMicros)
        : this(whole.Columns, whole.Definition, whole.Entities, whole.SegmentLabels)
    {
        AsOfMicros = asOfMicros;
        RejectedUpToMicros = asOfMicros;
    }

    /// <summary>Gets the funnel.</summary>
    public FunnelDefinition Definition { get; }

    /// <summary>Gets the outer ids of the deals, when the log was made from rows with string ids.</summary>
    public EntityIndex? Entities { get; }

    /// <summary>Gets the texts of the first dimension's values, when the log was made from rows with string segments.</summary>
    public EntityIndex? SegmentLabels { get; }

    /// <summary>Gets the number of accepted events of the whole log, whatever the as-of time.</summary>
    public long EventCount => Columns.At.Length;

    /// <summary>Gets the number of deals in the whole log, whatever the as-of time.</summary>
    public int DealCount => Columns.Entities.Length;

    /// <summary>Gets the time of the last event of the whole log, or <c>null</c> when none has a date.</summary>
    public DateTimeOffset? LastEventAt => Columns.LastAt == EventTime.Undated ? null : EventTime.FromUnixMicros(Columns.LastAt);

    /// <summary>Gets the time that counts describe: events at exactly this time are in. The last event's, unless <see cref="AsOf"/> chose another.
    /// 1970-01-01 for a log without dates.</summary>
    public DateTimeOffset AsOfTime => EventTime.FromUnixMicros(CutMicros);

    /// <summary>Gets a value indicating whether the events tell every stage that the deals went through; see <see cref="DealLogBuilder.HasFullHistory"/>.</summary>
    public bool HasFullHistory => Columns.HasFullHistory;

    internal LogColumns Columns { get; }

    /// <summary>The as-of time, or undated for a log without dates.</summary>
    internal long AsOfMicros { get; }

    /// <summary>Up to which time rejected rows are told: without a chosen as-of time all are, also those dated after the last accepted event.</summary>
    internal long RejectedUpToMicros { get; }

    internal long CutMicros => AsOfMicros == EventTime.Undated ? 0 : AsOfMicros;

    /// <summary>The log as it stood at a time: as if later events had not happened yet. Cheap: a view of the same columns.</summary>
    /// <param name="time">Events at exactly this time are in.</param>
    public DealLog AsOf(DateTimeOffset time) => new(this, EventTime.ToUnixMicros(time));
}
