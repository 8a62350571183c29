namespace SalesFunnel.Metrics;

/// <summary>Where the counters of one cell (segment values × cohort) stand in a row of 64-bit integers.</summary>
/// <remarks>Standing counters count deals and are taken back when a deal moves, re-opens or is deleted. Movement counters count what happened
/// (visits, moves, times) and only grow. 128-bit sums take two places, low half first.</remarks>
internal sealed class CellLayout
{
    public const int Outcomes = 3;
    public const int Ends = 5;
    public const int CompletedEnds = 4;
    private const int TimeFields = 3; // count, low, high

    public CellLayout(int stages)
    {
        Stages = stages;
        OpenStages = stages - 1;
        int next = 0;
        FarByOutcome = Take(ref next, Outcomes * OpenStages);
        Touched = Take(ref next, OpenStages);
        Strict = Take(ref next, OpenStages);
        StrictWon = Take(ref next, 1);
        InStage = Take(ref next, OpenStages);
        LostFrom = Take(ref next, OpenStages);
        RegressedDeals = Take(ref next, OpenStages);
        EverWon = Take(ref next, 1);
        ReopenedDeals = Take(ref next, 1);
        PricedWon = Take(ref next, 1);
        WonAmount = Take(ref next, 2);
        Reopenings = Take(ref next, 1);
        RegressMoves = Take(ref next, OpenStages);
        Visits = Take(ref next, stages);
        Untimed = Take(ref next, OpenStages);
        TimesStart = Take(ref next, OpenStages * Ends * TimeFields);
        Length = next;
    }

    public int Stages { get; }

    public int OpenStages { get; }

    public int FarByOutcome { get; }

    public int Touched { get; }

    public int Strict { get; }

    public int StrictWon { get; }

    public int InStage { get; }

    public int LostFrom { get; }

    public int RegressedDeals { get; }

    public int EverWon { get; }

    public int ReopenedDeals { get; }

    public int PricedWon { get; }

    public int WonAmount { get; }

    public int Reopenings { get; }

    public int RegressMoves { get; }

    public int Visits { get; }

    public int Untimed { get; }

    public int TimesStart { get; }

    public int Length { get; }

    public int Times(int stage, int end) => TimesStart + (((stage * Ends) + end) * TimeFields);

    /// <summary>The key of a histogram bucket within a cell: stage, then end, then bucket.</summary>
    public static int TimeKey(int stage, int end, int bucket) => (((stage * Ends) + end) * Statistics.LogLinearBuckets.Count) + bucket;

    public static Int128 ReadSum(ReadOnlySpan<long> cell, int offset) => new((ulong)cell[offset + 1], (ulong)cell[offset]);

    public static void AddToSum(Span<long> cell, int offset, Int128 value)
    {
        Int128 sum = ReadSum(cell, offset) + value;
        cell[offset] = (long)(ulong)sum;
        cell[offset + 1] = (long)(ulong)(sum >> 64);
    }

    /// <summary>Adds all counters of one cell to another.</summary>
    public void AddTo(Span<long> target, ReadOnlySpan<long> source)
    {
        for (int i = 0; i < WonAmount; i++)
            target[i] += source[i];
        AddToSum(target, WonAmount, ReadSum(source, WonAmount));
        for (int i = Reopenings; i < TimesStart; i++)
            target[i] += source[i];
        for (int i = TimesStart; i < Length; i += TimeFields)
        {
            target[i] += source[i];
            AddToSum(target, i + 1, ReadSum(source, i + 1));
        }
    }

    private static int Take(ref int next, int count)
    {
        int start = next;
        next += count;
        return start;
    }
}
