namespace SalesFunnel.Metrics;

/// <summary>Segment values (absent dimensions are <see cref="SegmentValue.None"/>) and cohort of one cell.</summary>
internal readonly record struct CellKey(SegmentKey Segment, int Cohort) : IComparable<CellKey>
{
    public int CompareTo(CellKey other) => Segment.CompareTo(other.Segment) is var order and not 0 ? order : Cohort.CompareTo(other.Cohort);
}
