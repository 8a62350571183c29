namespace SalesFunnel.Metrics;

/// <summary>Counts of a funnel by stage as of one time: how many deals reached, touched, left, stay; visits, times and amounts. Immutable.</summary>
/// <remarks>Holds one cell of integers per combination of segment values and cohort, so parts (a segment, a cohort) and sums (merged shards) are exact.
/// A cell takes 216 bytes an open stage and 64, and 16 for each histogram bucket in use; combinations that no deal is in take nothing.
/// Stages are addressed by 0-based index; the last is won. Identity: Reached(i) = Reached(i + 1) + LostAtFurthest(i) + OpenAtFurthest(i).</remarks>
public sealed partial class StageSnapshot
{
    private readonly SnapshotHeader _header;
    private readonly SnapshotCell[] _cells; // ascending by key
    private readonly SnapshotCell _total;

    internal StageSnapshot(SnapshotHeader header, CountingRule rule, SnapshotCell[] cells)
    {
        _header = header;
        Rule = rule;
        _cells = cells;
        _total = cells.Length == 0
            ? new SnapshotCell(default, new long[header.Layout.Length], [])
            : SnapshotCell.Sum(header.Layout, default, cells);
    }

    /// <summary>Gets the funnel.</summary>
    public FunnelDefinition Definition => _header.Definition;

    /// <summary>Gets the time that the counts describe; events at exactly this time are in.</summary>
    public DateTimeOffset AsOf => EventTime.FromUnixMicros(_header.AsOfMicros);

    /// <summary>Gets the rule that <see cref="Count"/> and the rates follow. All rules are always counted; see <see cref="With"/>.</summary>
    public CountingRule Rule { get; }

    /// <summary>Gets the calendar of the cohorts, or <c>null</c> when deals are not told apart by cohort.</summary>
    public CohortCalendar? Calendar => _header.Calendar;

    /// <summary>Gets which value of a dimension the deals are counted under.</summary>
    public SegmentAttribution Attribution => _header.Attribution;

    /// <summary>Gets the shards whose deals are in here; empty when the input was not partitioned.</summary>
    public IReadOnlyList<Partition> Partitions => _header.Partitions;

    /// <summary>Gets a value indicating whether some event had no sequence number, so that input order decided among equal times.</summary>
    public bool UsesInputOrder => _header.UsesInputOrder;

    /// <summary>Gets a value indicating whether visits and times still hold those of deals that were deleted or merged away after they had been counted
    /// (a live tracker cannot take them back). Deal counts are never affected.</summary>
    public bool IsPartial => _header.IsPartial;

    /// <summary>Gets a value indicating whether the source told every stage that the deals went through. If not, counts of the stages between the first and
    /// the last are lower bounds; leads and outcomes are exact.</summary>
    public bool HasFullHistory => _header.HasFullHistory;

    /// <summary>Gets what was rejected, of the whole input.</summary>
    public Rejections Rejections => _header.Rejections;

    /// <summary>Gets the number of events that repeated the stage or the outcome a deal already had, of the whole input.</summary>
    public long Repeats => _header.Tally.Repeats;

    /// <summary>Gets the number of accepted events of kinds that are not counted here (close dates, customers), of the whole input.</summary>
    public long NotUsed => _header.Tally.NotUsed;

    /// <summary>Gets the number of amounts set while a deal was won; they do not change its won amount. Of the whole input.</summary>
    public long AmountEditsAfterWin => _header.Tally.AmountEditsAfterWin;

    /// <summary>Gets the number of deals deleted, of the whole input.</summary>
    public long DeletedDeals => _header.Tally.Deleted;

    /// <summary>Gets the number of deals merged into another, of the whole input.</summary>
    public long MergedDeals => _header.Tally.Merged;

    /// <summary>Gets the number of distinct deals that were created, whatever the rule.</summary>
    public long Leads => Open + Lost + Won;

    /// <summary>Gets the number of deals that are open.</summary>
    public long Open => SumOverStages(CellLayout.FarOpen);

    /// <summary>Gets the number of deals whose outcome is lost.</summary>
    public long Lost => SumOverStages(CellLayout.FarLost);

    /// <summary>Gets the number of deals whose outcome is won.</summary>
    public long Won => SumOverStages(CellLayout.FarWon);

    /// <summary>Gets the number of deals that were won at some time, whatever came after.</summary>
    public long EverWon => Counter(_header.Layout.EverWon);

    /// <summary>Gets the number of deals that were re-opened, or whose outcome was replaced, at least once.</summary>
    public long ReopenedDeals => Counter(_header.Layout.ReopenedDeals);

    /// <summary>Gets how often deals were re-opened or had their outcome replaced.</summary>
    public long Reopenings => Counter(_header.Layout.Reopenings);

    /// <summary>Gets the number of won deals that had an amount when they were won.</summary>
    public long PricedWonDeals => Counter(_header.Layout.PricedWon);

    /// <summary>Gets the sum of the amounts of won deals, each as at its last win.</summary>
    public decimal WonAmount => AmountE4.ToDecimal(CellLayout.ReadSum(_total.Counters, _header.Layout.WonAmount));

    /// <summary>Gets the number of deals that reached a stage: entered it or a later one, or are won. The last stage counts deals won now.</summary>
    /// <param name="stage">0-based index.</param>
    public long Reached(int stage)
    {
        if (CheckStage(stage) == Definition.WonIndex)
            return Won;
        long below = 0; // open and lost deals that stopped before; won deals reach every stage
        for (int far = 0; far < stage; far++)
            below += OpenAtFurthest(far) + LostAtFurthest(far);
        return Leads - below;
    }

    /// <summary>Gets the number of deals that entered a stage itself; for the last stage, that are won now.</summary>
    /// <param name="stage">0-based index.</param>
    public long Touched(int stage) => CheckStage(stage) == Definition.WonIndex ? Won : Counter(CellLayout.Touched(stage));

    /// <summary>Gets the number of deals that entered every stage up to this one in order; for the last stage, those of them that are won now.</summary>
    /// <param name="stage">0-based index.</param>
    public long Strict(int stage) => Counter(CheckStage(stage) == Definition.WonIndex ? _header.Layout.StrictWon : CellLayout.Strict(stage));

    /// <summary>Gets the number of deals at a stage under <see cref="Rule"/>.</summary>
    /// <param name="stage">0-based index.</param>
    public long Count(int stage) => Rule switch
    {
        CountingRule.Touched => Touched(stage),
        CountingRule.Strict => Strict(stage),
        _ => Reached(stage),
    };

    /// <summary>Gets the number of lost deals whose furthest stage is this one, under Reached.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long LostAtFurthest(int stage) => Counter(CellLayout.FarLost(CheckOpenStage(stage)));

    /// <summary>Gets the number of open deals whose furthest stage is this one, under Reached.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long OpenAtFurthest(int stage) => Counter(CellLayout.FarOpen(CheckOpenStage(stage)));

    /// <summary>Gets the number of lost deals that were in this stage when they were lost.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long LostFrom(int stage) => Counter(CellLayout.LostFrom(CheckOpenStage(stage)));

    /// <summary>Gets the number of open deals that are in this stage.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long InStageNow(int stage) => Counter(CellLayout.InStage(CheckOpenStage(stage)));

    /// <summary>Gets the number of visits: entries into the stage that were no repeats; for the last stage, wins.</summary>
    /// <param name="stage">0-based index.</param>
    public long Visits(int stage) => Counter(CheckStage(stage) == Definition.WonIndex ? _header.Layout.VisitsWon : CellLayout.Visits(stage));

    /// <summary>Gets the number of ended visits whose entry had no date.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public long UntimedVisits(int stage) => Counter(CellLayout.Untimed(CheckOpenStage(stage)));

    /// <summary>Gets the number of deals that moved back from this stage to an earlier one at least once.</summary>
    /// <param name="fromStage">0-based index of an open stage.</param>
    public long RegressedDeals(int fromStage) => Counter(CellLayout.RegressedDeals(CheckOpenStage(fromStage)));

    /// <summary>Gets how often deals moved back from this stage to an earlier one.</summary>
    /// <param name="fromStage">0-based index of an open stage.</param>
    public long RegressMoves(int fromStage) => Counter(CellLayout.RegressMoves(CheckOpenStage(fromStage)));

    /// <summary>Gets the durations of the visits of a stage that ended in one way, or are still open.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="end">How the visits ended.</param>
    public VisitTimes Times(int stage, VisitEnd end)
    {
        CheckOpenStage(stage);
        if (!Enum.IsDefined(end))
            throw new ArgumentOutOfRangeException(nameof(end), end, "The end is not a member of VisitEnd.");
        return TimesOf(stage, end, end);
    }

    /// <summary>Gets the durations of all visits of a stage that have ended.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public VisitTimes CompletedTimes(int stage) => TimesOf(CheckOpenStage(stage), VisitEnd.Onward, VisitEnd.Won);

    internal SnapshotHeader Header => _header;

    /// <summary>Gets the cells, ascending by key.</summary>
    internal ReadOnlySpan<SnapshotCell> Cells => _cells;

    private long Counter(int offset) => _total.Counters[offset];

    private long SumOverStages(Func<int, int> place)
    {
        long sum = 0;
        for (int stage = 0; stage < _header.Layout.OpenStages; stage++)
            sum += Counter(place(stage));
        return sum;
    }

    private VisitTimes TimesOf(int stage, VisitEnd first, VisitEnd last)
    {
        long count = 0;
        Int128 total = 0;
        for (VisitEnd end = first; end <= last; end++)
        {
            int offset = _header.Layout.Times(stage, end);
            count += Counter(offset);
            total += CellLayout.ReadSum(_total.Counters, offset + 1);
        }

        ReadOnlySpan<BucketCount> range = BucketCount.Range(_total.Buckets, CellLayout.TimeKey(stage, first, 0), CellLayout.TimeKey(stage, last + 1, 0));
        var buckets = new BucketCount[range.Length];
        for (int i = 0; i < range.Length; i++)
            buckets[i] = new BucketCount(range[i].Key % Statistics.LogLinearBuckets.Count, range[i].Count);
        return new VisitTimes(count, total, BucketCount.SortAndCombine(buckets));
    }

    private int CheckStage(int stage) => (uint)stage < (uint)Definition.Stages.Count
        ? stage
        : throw new ArgumentOutOfRangeException(nameof(stage), stage, $"Funnel '{Definition.Name}' has the stages 0 to {Definition.WonIndex}.");

    private int CheckOpenStage(int stage) => (uint)stage < (uint)Definition.OpenStageCount
        ? stage
        : throw new ArgumentOutOfRangeException(nameof(stage), stage, $"Funnel '{Definition.Name}' has the open stages 0 to {Definition.OpenStageCount - 1}; this figure does not exist for the won stage.");
}
