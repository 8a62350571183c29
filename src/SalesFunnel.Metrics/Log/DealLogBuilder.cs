namespace SalesFunnel.Metrics;

/// <summary>Collects events in any order and sorts them into a <see cref="DealLog"/>.</summary>
/// <remarks>Rejects what no count can use (unknown stages, fields that cannot be held, duplicates) and remembers where it was.</remarks>
public sealed class DealLogBuilder
{
    private readonly FunnelDefinition _definition;
    private readonly DealNumbers _deals = new();
    private readonly LogRows _rows = new();
    private readonly List<LogColumns.RejectedRow> _rejected = [];
    private long _given;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="definition">The funnel.</param>
    public DealLogBuilder(FunnelDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _definition = definition;
    }

    /// <summary>Gets or sets a value indicating whether the events tell every stage that the deals went through. Set it to false for sources that hold only
    /// the state of each deal now: counts of stages between the first and the last are then lower bounds, and rates say so.</summary>
    public bool HasFullHistory { get; set; } = true;

    /// <summary>Adds one event; its position is its 0-based ordinal among all that were added.</summary>
    /// <param name="dealEvent">The event. One that cannot be counted is rejected and counted by reason.</param>
    public void Add(in DealEvent dealEvent) => Add(dealEvent, _given);

    /// <summary>Adds one event that came from a known place of the input.</summary>
    /// <param name="dealEvent">The event. One that cannot be counted is rejected and counted by reason.</param>
    /// <param name="position">Where it came from, for example the line of a file.</param>
    public void Add(in DealEvent dealEvent, long position)
    {
        _given++;
        RejectReason reason = EventCheck.Refuse(
            dealEvent.AtUnixMicros, dealEvent.Kind, dealEvent.Stage, dealEvent.Value, dealEvent.Segment, _definition.Stages.Count, _definition.Dimensions.Count);
        if (reason != 0)
        {
            Reject(reason, position, EventTime.IsRepresentable(dealEvent.AtUnixMicros) ? dealEvent.AtUnixMicros : EventTime.Undated);
            return;
        }

        _rows.Add(_deals.GetOrAdd(dealEvent.Entity), dealEvent, position);
    }

    /// <summary>Adds a batch of columns.</summary>
    /// <param name="batch">The columns.</param>
    public void Add(EventBatch batch)
    {
        for (int i = 0; i < batch.Length; i++)
            Add(batch[i]);
    }

    /// <summary>Counts a row that a reader could not turn into an event.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="position">Where it stood, for example the line of a file.</param>
    /// <param name="atUnixMicros">Its time, if that could be read: counts as of an earlier time leave it out.</param>
    public void Reject(RejectReason reason, long position, long atUnixMicros = EventTime.Undated) =>
        _rejected.Add(new LogColumns.RejectedRow(reason, position, atUnixMicros));

    /// <summary>Sorts what was added into a log. The builder can be added to, and built from, again.</summary>
    public DealLog Build() => Build(null, null);

    internal DealLog Build(EntityIndex? entities, EntityIndex? segmentLabels)
    {
        var sorting = new LogSorting(_rows, _deals.ToEntities());
        return new DealLog(sorting.ToColumns(_rejected, HasFullHistory), _definition, entities, segmentLabels);
    }
}
