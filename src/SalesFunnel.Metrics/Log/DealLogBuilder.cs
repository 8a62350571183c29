namespace SalesFunnel.Metrics;

/// <summary>Collects events in any order and sorts them into a <see cref="DealLog"/>.</summary>
/// <remarks>Rejects what no count can use (unknown stages, fields that cannot be held, duplicates) and remembers where it was.</remarks>
public sealed class DealLogBuilder
{
    private readonly FunnelDefinition _definition;
    private readonly Dictionary<long, int> _deals = [];
    private readonly List<long> _entities = [];
    private readonly List<int> _dealOfRow = [];
    private readonly List<DealEvent> _rows = [];
    private readonly List<long> _positions = [];
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

        if (!_deals.TryGetValue(dealEvent.Entity, out int deal))
        {
            deal = _entities.Count;
            _deals.Add(dealEvent.Entity, deal);
            _entities.Add(dealEvent.Entity);
        }

        _dealOfRow.Add(deal);
        _rows.Add(dealEvent);
        _positions.Add(position);
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
        int[] starts = StartOfDeals();
        int[] order = RowsByDeal(starts);
        for (int deal = 0; deal < _entities.Count; deal++)
            SortDeal(order.AsSpan(starts[deal], starts[deal + 1] - starts[deal]));
        return new DealLog(ToColumns(starts, order), _definition, entities, segmentLabels);
    }

    private static int Compare(in DealEvent x, in DealEvent y) =>
        x.AtUnixMicros.CompareTo(y.AtUnixMicros) is var order and not 0 ? order : x.Seq.CompareTo(y.Seq);

    private int[] StartOfDeals()
    {
        var starts = new int[_entities.Count + 1];
        foreach (int deal in _dealOfRow)
            starts[deal + 1]++;
        for (int deal = 0; deal < _entities.Count; deal++)
            starts[deal + 1] += starts[deal];
        return starts;
    }

    private int[] RowsByDeal(int[] starts)
    {
        var next = starts.AsSpan(0, _entities.Count).ToArray();
        var order = new int[_rows.Count];
        for (int row = 0; row < _rows.Count; row++)
            order[next[_dealOfRow[row]]++] = row;
        return order;
    }

    // Rows stand in input order; most sources deliver each deal sorted, so look before sorting. Row numbers break ties: the sort is stable.
    private void SortDeal(Span<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (Compare(_rows[rows[i - 1]], _rows[rows[i]]) > 0)
            {
                rows.Sort((a, b) => Compare(_rows[a], _rows[b]) is var order and not 0 ? order : a.CompareTo(b));
                return;
            }
        }
    }

    private LogColumns ToColumns(int[] starts, int[] order)
    {
        int rows = order.Length - CountDuplicates(starts, order);
        bool hasSeq = _rows.Exists(static r => r.Seq != DealEvent.NoSeq);
        var rejected = new List<LogColumns.RejectedRow>(_rejected);
        var columns = new LogColumns
        {
            Entities = [.. _entities],
            Starts = new int[starts.Length],
            At = new long[rows],
            Seq = hasSeq ? new long[rows] : [],
            Kind = new DealEventKind[rows],
            Stage = new byte[rows],
            Value = new long[rows],
            Segment = new long[rows],
            Position = new long[rows],
            Rejected = rejected,
            HasFullHistory = HasFullHistory,
            LastAt = _rows.Count == 0 ? EventTime.Undated : _rows.Max(static r => r.AtUnixMicros),
        };
        int filled = 0;
        for (int deal = 0; deal < _entities.Count; deal++)
        {
            columns.Starts[deal] = filled;
            for (int i = starts[deal]; i < starts[deal + 1]; i++)
            {
                DealEvent row = _rows[order[i]];
                if (i > starts[deal] && IsDuplicate(_rows[order[i - 1]], row))
                {
                    rejected.Add(new LogColumns.RejectedRow(RejectReason.Duplicate, _positions[order[i]], row.AtUnixMicros));
                    continue;
                }

                columns.At[filled] = row.AtUnixMicros;
                if (hasSeq)
                    columns.Seq[filled] = row.Seq;
                columns.Kind[filled] = row.Kind;
                columns.Stage[filled] = (byte)row.Stage;
                columns.Value[filled] = row.Value;
                columns.Segment[filled] = row.Segment;
                columns.Position[filled++] = _positions[order[i]];
            }
        }

        columns.Starts[^1] = filled;
        return columns;
    }

    private int CountDuplicates(int[] starts, int[] order)
    {
        int duplicates = 0;
        for (int deal = 0; deal < _entities.Count; deal++)
        {
            for (int i = starts[deal] + 1; i < starts[deal + 1]; i++)
                duplicates += IsDuplicate(_rows[order[i - 1]], _rows[order[i]]) ? 1 : 0;
        }

        return duplicates;
    }

    private static bool IsDuplicate(in DealEvent first, in DealEvent second) =>
        second.Seq != DealEvent.NoSeq && first.Seq == second.Seq && first.AtUnixMicros == second.AtUnixMicros;
}
