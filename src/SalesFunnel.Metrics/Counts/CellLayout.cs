namespace SalesFunnel.Metrics;

/// <summary>Where the counters of one cell (segment values × cohort) stand in a row of 64-bit integers.</summary>
/// <remarks>
/// Per open stage three cache lines, in the order in which a move touches them, then one line for the deal as a whole, then the visits still open:
/// <code>
/// line 0  far and open | far and lost | far and won | in stage now | lost from | touched | strict | visits
/// line 1  onward: count, sum (2) | back: count, sum (2) | deals regressed | regress moves
/// line 2  lost: count, sum (2)   | won: count, sum (2)  | untimed visits  | –
/// </code>
/// Standing counters count deals and are taken back when a deal moves, re-opens or is deleted. Movement counters (visits, times, moves, re-openings) count
/// what happened and only grow. 128-bit sums take two places, low half first.
/// </remarks>
internal sealed class CellLayout(int stages)
{
    public const int Ends = 5;

    private const int Line = 8;
    private const int StageLines = 3 * Line;

    public int OpenStages { get; } = stages - 1;

    public int Length { get; } = Round(((stages - 1) * StageLines) + Line + ((stages - 1) * 3));

    public int EverWon => Whole;

    public int ReopenedDeals => Whole + 1;

    public int Reopenings => Whole + 2;

    public int StrictWon => Whole + 3;

    public int VisitsWon => Whole + 4;

    public int PricedWon => Whole + 5;

    /// <summary>Two places.</summary>
    public int WonAmount => Whole + 6;

    private int Whole => OpenStages * StageLines;

    public static int FarOpen(int stage) => stage * StageLines;

    public static int FarLost(int stage) => (stage * StageLines) + 1;

    public static int FarWon(int stage) => (stage * StageLines) + 2;

    public static int InStage(int stage) => (stage * StageLines) + 3;

    public static int LostFrom(int stage) => (stage * StageLines) + 4;

    public static int Touched(int stage) => (stage * StageLines) + 5;

    public static int Strict(int stage) => (stage * StageLines) + 6;

    public static int Visits(int stage) => (stage * StageLines) + 7;

    public static int RegressedDeals(int stage) => (stage * StageLines) + Line + 6;

    public static int RegressMoves(int stage) => (stage * StageLines) + Line + 7;

    public static int Untimed(int stage) => (stage * StageLines) + (2 * Line) + 6;

    /// <summary>Count and sum (two places) of the visits of a stage that ended in one way.</summary>
    public int Times(int stage, VisitEnd end) => end == VisitEnd.StillOpen
        ? Whole + Line + (stage * 3)
        : (stage * StageLines) + Line + (((int)end >> 1) * Line) + (((int)end & 1) * 3);

    /// <summary>The key of a histogram bucket within a cell: stage, then end, then bucket.</summary>
    public static int TimeKey(int stage, VisitEnd end, int bucket) => (((stage * Ends) + (int)end) * Statistics.LogLinearBuckets.Count) + bucket;

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
        // 128-bit sums first, less what the plain addition of all places then adds to them.
        AddSum(target, source, WonAmount);
        for (int stage = 0; stage < OpenStages; stage++)
        {
            for (VisitEnd end = VisitEnd.Onward; end <= VisitEnd.StillOpen; end++)
                AddSum(target, source, Times(stage, end) + 1);
        }

        for (int i = 0; i < Length; i++)
            target[i] += source[i];
    }

    private static void AddSum(Span<long> target, ReadOnlySpan<long> source, int offset)
    {
        AddToSum(target, offset, ReadSum(source, offset));
        target[offset] -= source[offset];
        target[offset + 1] -= source[offset + 1];
    }

    private static int Round(int places) => (places + Line - 1) / Line * Line;
}
