namespace SalesFunnel.Metrics;

/// <content>Parts of a snapshot (segments, cohorts), coarser cohorts, and sums of shards.</content>
public sealed partial class StageSnapshot
{
    /// <summary>Gets the deals by cohort, ascending; deals without any dated entry come first. One entry without a period when there is no calendar.</summary>
    public IReadOnlyList<CohortGroup> Cohorts => Group(static c => c.Key.Cohort)
        .Select(g => new CohortGroup(Calendar?.Period(g.Key) ?? new CohortPeriod(0, null, null, "all"), g.Snapshot))
        .ToArray().AsReadOnly();

    /// <summary>Gets a snapshot without deals: the neutral element of <see cref="Merge(StageSnapshot, StageSnapshot, bool)"/>.</summary>
    /// <param name="definition">The funnel.</param>
    /// <param name="asOf">The time that the counts describe.</param>
    /// <param name="rule">The rule of the rates.</param>
    /// <param name="calendar">The calendar of the cohorts, if any.</param>
    /// <param name="attribution">Which value of a dimension deals are counted under.</param>
    public static StageSnapshot Empty(
        FunnelDefinition definition,
        DateTimeOffset asOf,
        CountingRule rule = CountingRule.Reached,
        CohortCalendar? calendar = null,
        SegmentAttribution attribution = SegmentAttribution.AtEntry)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new StageSnapshot(
            new SnapshotHeader
            {
                Definition = definition,
                Layout = new CellLayout(definition.Stages.Count),
                AsOfMicros = EventTime.ToUnixMicros(asOf),
                Calendar = calendar,
                Attribution = attribution,
                Partitions = [],
                Events = 0,
                UsesInputOrder = false,
                IsPartial = false,
                HasFullHistory = true,
                Tally = default,
                Rejections = Rejections.None,
            },
            rule,
            []);
    }

    /// <summary>Adds the snapshots of two entity-disjoint shards: exactly the snapshot of the whole.</summary>
    /// <remarks>Associative and commutative, with <see cref="Empty"/> as neutral element. Sample positions of rejected events are those of each shard's own input.</remarks>
    /// <param name="a">One shard.</param>
    /// <param name="b">Another.</param>
    /// <param name="assertDisjoint">True when the caller knows that the two share no deal although their partitions do not prove it.</param>
    /// <exception cref="ArgumentException">The snapshots are of another funnel, rule, calendar, attribution or as-of time, or could share deals.</exception>
    public static StageSnapshot Merge(StageSnapshot a, StageSnapshot b, bool assertDisjoint = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        (SnapshotHeader x, SnapshotHeader y) = (a._header, b._header);
        ShardChecks.Refuse(x.Definition.Fingerprint != y.Definition.Fingerprint, "funnel", x.Definition, y.Definition, "Count both with one definition.");
        ShardChecks.Refuse(a.Rule != b.Rule, "counting rule", a.Rule, b.Rule, "Convert one with With(rule).");
        ShardChecks.Refuse(!Equals(x.Calendar, y.Calendar), "cohort calendar", x.Calendar?.ToString() ?? "none", y.Calendar?.ToString() ?? "none", "Roll the finer one up with RollUp(calendar), or count again.");
        ShardChecks.Refuse(x.Attribution != y.Attribution, "segment attribution", x.Attribution, y.Attribution, "Count again with one attribution.");
        ShardChecks.Refuse(x.AsOfMicros != y.AsOfMicros, "as-of time", a.AsOf, b.AsOf, "Take both snapshots as of the same time.");

        bool oneIsNeutral = x.Events == 0 || y.Events == 0;
        if (!assertDisjoint && !oneIsNeutral)
            ShardChecks.RequireDisjoint(x.Partitions, y.Partitions, "deal", "TrackerOptions.Partition");

        SnapshotHeader header = x with
        {
            Partitions = ShardChecks.UnionOf(x.Partitions, x.Events > 0, y.Partitions, y.Events > 0),
            Events = x.Events + y.Events,
            UsesInputOrder = x.UsesInputOrder || y.UsesInputOrder,
            IsPartial = x.IsPartial || y.IsPartial,
            HasFullHistory = x.HasFullHistory && y.HasFullHistory,
            Tally = x.Tally + y.Tally,
            Rejections = Rejections.Merge(x.Rejections, y.Rejections),
        };
        return new StageSnapshot(header, a.Rule, Combine(x.Layout, a._cells.Concat(b._cells), static c => c.Key));
    }

    /// <summary>Adds the snapshots of any number of entity-disjoint shards.</summary>
    /// <param name="shards">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or two cannot be merged; see <see cref="Merge(StageSnapshot, StageSnapshot, bool)"/>.</exception>
    public static StageSnapshot Merge(IEnumerable<StageSnapshot> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        StageSnapshot? merged = null;
        foreach (StageSnapshot shard in shards)
            merged = merged is null ? shard : Merge(merged, shard);
        return merged ?? throw new ArgumentException("There is no snapshot to merge. Pass at least one, or start from StageSnapshot.Empty(…).", nameof(shards));
    }

    /// <summary>The same counts, read by another rule.</summary>
    /// <param name="rule">The rule of the rates.</param>
    public StageSnapshot With(CountingRule rule) => Enum.IsDefined(rule)
        ? new StageSnapshot(_header, rule, _cells)
        : throw new ArgumentOutOfRangeException(nameof(rule), rule, "The rule is not a member of CountingRule.");

    /// <summary>The deals with one value of the first dimension.</summary>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>. One that no deal has gives a snapshot without deals.</param>
    public StageSnapshot Segment(long value) => Part(c => c.Key.Segment[0] == value);

    /// <summary>The deals with one value of a dimension.</summary>
    /// <param name="dimension">The name of the dimension.</param>
    /// <param name="value">The value, or a member of <see cref="SegmentValue"/>. One that no deal has gives a snapshot without deals.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public StageSnapshot Segment(string dimension, long value)
    {
        int index = Definition.RequireDimension(dimension);
        return Part(c => c.Key.Segment[index] == value);
    }

    /// <summary>The deals of one cohort.</summary>
    /// <param name="period">The number of the period, see <see cref="CohortPeriod.Number"/>. One without deals gives a snapshot without deals.</param>
    public StageSnapshot Cohort(int period) => Part(c => c.Key.Cohort == period);

    /// <summary>The deals by every combination of the values of some dimensions, ascending.</summary>
    /// <param name="dimensions">Names of dimensions; none gives one group with all deals.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public IReadOnlyList<SegmentGroup> GroupBy(params IReadOnlyList<string> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        int[] indexes = [.. dimensions.Select(Definition.RequireDimension)];
        return Group(cell => cell.Key.Segment.Project(indexes))
            .Select(g => new SegmentGroup(Enumerable.Range(0, indexes.Length).Select(i => g.Key[i]).ToArray().AsReadOnly(), g.Snapshot))
            .ToArray().AsReadOnly();
    }

    /// <summary>The same counts with coarser cohorts.</summary>
    /// <param name="coarser">A calendar of the same zone whose unit contains this one's.</param>
    /// <exception cref="ArgumentException">The calendars do not nest.</exception>
    /// <exception cref="InvalidOperationException">The snapshot has no cohorts.</exception>
    public StageSnapshot RollUp(CohortCalendar coarser)
    {
        if (Calendar is not { } calendar)
            throw new InvalidOperationException("The snapshot was counted without a calendar, so it has no cohorts to roll up. Count with CountingOptions.Calendar set.");
        return new StageSnapshot(
            _header with { Calendar = coarser },
            Rule,
            Combine(_header.Layout, _cells, c => c.Key with { Cohort = calendar.RollUp(c.Key.Cohort, coarser) }));
    }

    private static SnapshotCell[] Combine(CellLayout layout, IEnumerable<SnapshotCell> cells, Func<SnapshotCell, CellKey> keyOf) =>
        [.. cells.GroupBy(keyOf).OrderBy(static g => g.Key).Select(g => SnapshotCell.Sum(layout, g.Key, [.. g]))];

    private StageSnapshot Part(Func<SnapshotCell, bool> isIn) => new(_header, Rule, [.. _cells.Where(isIn)]);

    private IEnumerable<(T Key, StageSnapshot Snapshot)> Group<T>(Func<SnapshotCell, T> keyOf) =>
        _cells.GroupBy(keyOf).OrderBy(static g => g.Key).Select(g => (g.Key, new StageSnapshot(_header, Rule, [.. g])));
}
