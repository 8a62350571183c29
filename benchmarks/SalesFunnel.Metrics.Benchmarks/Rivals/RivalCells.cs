namespace SalesFunnel.Metrics.Benchmarks.Rivals;

/// <summary>The counters of all segment × month cells in one growing array, found by arithmetic: what a careful developer writes by hand.</summary>
internal sealed class RivalCells
{
    public const int Open = 0;
    public const int Lost = 1;
    public const int Won = 2;
    public const int Ends = 4; // onward, back, lost, won
    public static readonly int OpenStages = Workload.Funnel.OpenStageCount;

    private const int Months = 25;
    private static readonly int s_touched = OpenStages * 3;
    private static readonly int s_visits = s_touched + OpenStages;
    private static readonly int s_pricedWon = s_visits + OpenStages + 1;
    private static readonly int s_wonAmount = s_pricedWon + 1;
    private static readonly int s_inStage = s_wonAmount + 1;
    private static readonly int s_lostFrom = s_inStage + OpenStages;
    private static readonly int s_strict = s_lostFrom + OpenStages;
    private static readonly int s_strictWon = s_strict + OpenStages;
    private static readonly int s_regressMoves = s_strictWon + 1;
    private static readonly int s_regressedDeals = s_regressMoves + OpenStages;
    private static readonly int s_everWon = s_regressedDeals + OpenStages;
    private static readonly int s_reopenings = s_everWon + 1;
    private static readonly int s_reopenedDeals = s_reopenings + 1;
    private static readonly int s_times = s_reopenedDeals + 1;
    private static readonly int s_width = s_times + (OpenStages * Ends * 2);
    private static readonly long[] s_monthStarts =
        [.. Enumerable.Range(0, Months).Select(static month => EventTime.ToUnixMicros(Workload.Start.AddMonths(month)))];

    private readonly int[] _cellOf = new int[Workload.Segments * Months]; // id + 1
    private long[] _counters = new long[s_width * 8];

    public RivalHistogram Histogram { get; } = new();

    public int Count { get; private set; }

    public int CellOf(long segment, long at)
    {
        int found = Array.BinarySearch(s_monthStarts, at);
        ref int cell = ref _cellOf[((int)segment * Months) + (found >= 0 ? found : ~found - 1)];
        if (cell == 0)
        {
            cell = ++Count;
            if (Count * s_width > _counters.Length)
                Array.Resize(ref _counters, _counters.Length * 2);
        }

        return cell - 1;
    }

    public ref long FarByOutcome(int cell, int stage, int outcome) => ref _counters[(cell * s_width) + (stage * 3) + outcome];

    public ref long Touched(int cell, int stage) => ref _counters[(cell * s_width) + s_touched + stage];

    public ref long Visits(int cell, int stage) => ref _counters[(cell * s_width) + s_visits + stage];

    public ref long PricedWon(int cell) => ref _counters[(cell * s_width) + s_pricedWon];

    public ref long WonAmountE4(int cell) => ref _counters[(cell * s_width) + s_wonAmount];

    public ref long InStage(int cell, int stage) => ref _counters[(cell * s_width) + s_inStage + stage];

    public ref long LostFrom(int cell, int stage) => ref _counters[(cell * s_width) + s_lostFrom + stage];

    public ref long Strict(int cell, int stage) => ref _counters[(cell * s_width) + s_strict + stage];

    public ref long StrictWon(int cell) => ref _counters[(cell * s_width) + s_strictWon];

    public ref long RegressMoves(int cell, int stage) => ref _counters[(cell * s_width) + s_regressMoves + stage];

    public ref long RegressedDeals(int cell, int stage) => ref _counters[(cell * s_width) + s_regressedDeals + stage];

    public ref long EverWon(int cell) => ref _counters[(cell * s_width) + s_everWon];

    public ref long Reopenings(int cell) => ref _counters[(cell * s_width) + s_reopenings];

    public ref long ReopenedDeals(int cell) => ref _counters[(cell * s_width) + s_reopenedDeals];

    /// <summary>Events that come before the last one of their deal, or do not fit the funnel.</summary>
    public long Rejected { get; set; }

    public ref long TimeCount(int cell, int stage, int end) => ref _counters[(cell * s_width) + s_times + (((stage * Ends) + end) * 2)];

    public ref long TimeSum(int cell, int stage, int end) => ref _counters[(cell * s_width) + s_times + (((stage * Ends) + end) * 2) + 1];

    public static int Row(int cell, int stage, int end) => (((cell * OpenStages) + stage) * Ends) + end;

    public ReadOnlySpan<long> Counters => _counters.AsSpan(0, Count * s_width);

    public void AddTime(int cell, int stage, int end, long micros)
    {
        TimeCount(cell, stage, end)++;
        TimeSum(cell, stage, end) += micros;
        Histogram.Increment(Row(cell, stage, end), micros);
    }
}
