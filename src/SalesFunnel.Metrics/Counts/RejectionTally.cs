namespace SalesFunnel.Metrics;

/// <summary>Counts rejected events and keeps the smallest positions of each reason; allocates nothing per event.</summary>
internal sealed class RejectionTally
{
    private const int Reasons = (int)RejectReason.Compacted + 1;

    private readonly long[] _counts = new long[Reasons];
    private readonly int[] _samples = new int[Reasons];
    private readonly long[] _positions = new long[Reasons * Rejections.MaxSamples]; // ascending within a reason

    public long Total
    {
        get
        {
            long total = 0;
            foreach (long count in _counts)
                total += count;
            return total;
        }
    }

    public void Add(RejectReason reason, long position)
    {
        _counts[(int)reason]++;
        Keep(reason, position);
    }

    public void Add(Rejections rejections)
    {
        foreach (RejectedEvents item in rejections)
        {
            _counts[(int)item.Reason] += item.Count;
            foreach (long position in item.SamplePositions)
                Keep(item.Reason, position);
        }
    }

    public void CopyFrom(RejectionTally other)
    {
        other._counts.CopyTo(_counts, 0);
        other._samples.CopyTo(_samples, 0);
        other._positions.CopyTo(_positions, 0);
    }

    public Rejections ToRejections()
    {
        var items = new List<RejectedEvents>();
        for (int reason = 0; reason < Reasons; reason++)
        {
            if (_counts[reason] > 0)
                items.Add(new RejectedEvents((RejectReason)reason, _counts[reason], Samples(reason).ToArray().AsReadOnly()));
        }

        return items.Count == 0 ? Rejections.None : new Rejections([.. items]);
    }

    private void Keep(RejectReason reason, long position)
    {
        int kept = _samples[(int)reason];
        Span<long> all = _positions.AsSpan((int)reason * Rejections.MaxSamples, Rejections.MaxSamples);
        if (kept == all.Length && position >= all[^1])
            return;
        int insert = kept == all.Length ? kept - 1 : kept;
        for (; insert > 0 && all[insert - 1] > position; insert--)
            all[insert] = all[insert - 1];
        all[insert] = position;
        _samples[(int)reason] = Math.Min(kept + 1, all.Length);
    }

    private Span<long> Samples(int reason) => _positions.AsSpan(reason * Rejections.MaxSamples, _samples[reason]);
}
