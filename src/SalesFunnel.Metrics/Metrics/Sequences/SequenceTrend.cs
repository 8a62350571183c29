namespace SalesFunnel.Metrics;

/// <summary>Entered and converted over time, by the period of the first event of each chain.</summary>
/// <remarks>A chain counts once, in the period in which it starts, also when it converts in a later one; so an entity counts once unless attempts are counted.
/// Windows still open are told apart: they may convert yet.</remarks>
public sealed class SequenceTrend
{
    private readonly string? _undefined;

    internal SequenceTrend(SequenceSnapshot snapshot, CohortCalendar calendar, int fromStep, int toStep)
    {
        Calendar = calendar;
        _undefined = snapshot.Chains is null ? SequenceSnapshotMetrics.OnlyCounts : null;
        var counts = new SortedDictionary<int, (long Entered, long Converted, long StillOpen)>();
        foreach (SequenceChain chain in (IEnumerable<SequenceChain>?)snapshot.Chains ?? [])
        {
            if (!SequenceSnapshotMetrics.Did(chain, fromStep))
                continue;
            int period = calendar.NumberOf(SequenceTime.ToMicros(chain.AtOf(0)!.Value, snapshot.Resolution));
            bool converted = SequenceSnapshotMetrics.Did(chain, toStep);
            bool isOpen = !converted && chain.Ending == SequenceEnding.StillOpen;
            (long e, long c, long o) = counts.GetValueOrDefault(period);
            counts[period] = (e + 1, c + (converted ? 1 : 0), o + (isOpen ? 1 : 0));
        }

        var points = new List<SequenceTrendPoint>();
        int next = counts.Count == 0 ? 0 : counts.Keys.First();
        foreach ((int period, (long e, long c, long o)) in counts)
        {
            for (; next < period; next++)
                points.Add(new SequenceTrendPoint(calendar.Period(next), 0, 0, 0));
            points.Add(new SequenceTrendPoint(calendar.Period(period), e, c, o));
            next = period + 1;
        }

        Points = points.AsReadOnly();
    }

    /// <summary>Gets the calendar.</summary>
    public CohortCalendar Calendar { get; }

    /// <summary>Gets the periods from the first to the last with an entry, those without one in between included.</summary>
    public IReadOnlyList<SequenceTrendPoint> Points { get; }

    /// <summary>Gets whether there is a trend: undefined when nothing entered, or only counts were kept.</summary>
    public MetricStatus Status => Points.Count > 0 ? MetricStatus.Ok : MetricStatus.Undefined;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => Points.Count > 0 ? null : _undefined ?? "no entity entered";
}
