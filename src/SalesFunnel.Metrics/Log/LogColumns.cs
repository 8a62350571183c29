namespace SalesFunnel.Metrics;

/// <summary>The columns behind a <see cref="DealLog"/>: events by deal, then (time, seq, input order); and what was rejected before.</summary>
internal sealed class LogColumns
{
    public required long[] Entities { get; init; }

    /// <summary>The events of deal d are those from Starts[d] to Starts[d + 1].</summary>
    public required int[] Starts { get; init; }

    public required long[] At { get; init; }

    /// <summary>Empty when no event had a sequence number.</summary>
    public required LongColumn Seq { get; init; }

    public required DealEventKind[] Kind { get; init; }

    public required byte[] Stage { get; init; }

    public required long[] Value { get; init; }

    public required LongColumn Segment { get; init; }

    public required LongColumn Position { get; init; }

    public required IReadOnlyList<RejectedRow> Rejected { get; init; }

    /// <summary>False when the source holds only part of the stages that the deals went through.</summary>
    public required bool HasFullHistory { get; init; }

    /// <summary>The latest time of an accepted event.</summary>
    public required long LastAt { get; init; }

    public long SeqOf(int row) => Seq.Length == 0 ? DealEvent.NoSeq : Seq[row];

    /// <summary>The end of the events of a deal up to a time.</summary>
    public int EndOf(int deal, long asOf)
    {
        (int low, int high) = (Starts[deal], Starts[deal + 1]);
        if (high > low && At[high - 1] <= asOf)
            return high;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (At[middle] <= asOf)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    internal readonly record struct RejectedRow(RejectReason Reason, long Position, long At);
}
