namespace SalesFunnel.Metrics;

/// <summary>The values of up to three dimensions.</summary>
internal readonly record struct SegmentKey(long First, long Second, long Third) : IComparable<SegmentKey>
{
    public static SegmentKey None => new(SegmentValue.None, SegmentValue.None, SegmentValue.None);

    public long this[int dimension] => dimension switch
    {
        0 => First,
        1 => Second,
        _ => Third,
    };

    public SegmentKey With(int dimension, long value) => dimension switch
    {
        0 => this with { First = value },
        1 => this with { Second = value },
        _ => this with { Third = value },
    };

    /// <summary>The values of some dimensions, in the order asked for.</summary>
    public SegmentKey Project(ReadOnlySpan<int> dimensions)
    {
        SegmentKey key = None;
        for (int i = 0; i < dimensions.Length; i++)
            key = key.With(i, this[dimensions[i]]);
        return key;
    }

    public int CompareTo(SegmentKey other)
    {
        int order = First.CompareTo(other.First);
        if (order == 0)
            order = Second.CompareTo(other.Second);
        return order == 0 ? Third.CompareTo(other.Third) : order;
    }
}
