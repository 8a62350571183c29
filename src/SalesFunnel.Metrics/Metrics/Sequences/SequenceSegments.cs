using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>The counts of a sequence by value of its breakdown, and each entity once over all values.</summary>
/// <remarks>By <see cref="BreakdownKind.Step"/> and <see cref="BreakdownKind.AllEvents"/> an entity may count under several values, so that these add up to more than the distinct entities.</remarks>
public sealed class SequenceSegments
{
    private readonly long[] _distinct;
    private readonly string? _undefined;

    internal SequenceSegments(SequenceSnapshot snapshot)
    {
        _undefined = snapshot.Chains is null ? SequenceSnapshotMetrics.OnlyCounts : null;
        int steps = snapshot.Definition.Steps.Count;
        _distinct = new long[steps];
        var parts = new SortedDictionary<long, SequenceChains>();
        long entity = 0;
        ulong done = 0; // of the entity at hand, under any value; chains stand ascending by entity
        for (int i = 0; i < (snapshot.Chains?.Count ?? 0); i++)
        {
            SequenceChains all = snapshot.Chains!;
            if (!parts.TryGetValue(all.SegmentAt(i), out SequenceChains? part))
                parts.Add(all.SegmentAt(i), part = new SequenceChains(steps));
            part.AddFrom(all, i);
            bool isSame = all.EntityAt(i) == entity;
            if (!isSame)
                Count(done);
            done = isSame ? done | all.DoneAt(i) : all.DoneAt(i);
            entity = all.EntityAt(i);
        }

        Count(done);
        Groups = parts.Select(p => new SequenceSegment(p.Key, SequenceSnapshot.Of(snapshot.Header, p.Value))).ToArray().AsReadOnly();
    }

    /// <summary>Gets one snapshot a value, ascending by value.</summary>
    public IReadOnlyList<SequenceSegment> Groups { get; }

    /// <summary>Gets the number of distinct entities that did some step, under whichever value.</summary>
    public long DistinctEntities { get; private set; }

    /// <summary>Gets whether there are groups: undefined when nothing entered, or only counts were kept.</summary>
    public MetricStatus Status => Groups.Count > 0 ? MetricStatus.Ok : MetricStatus.Undefined;

    /// <summary>Gets the reason of a status other than Ok.</summary>
    public string? Reason => Groups.Count > 0 ? null : _undefined ?? "no entity entered";

    /// <summary>Gets how many distinct entities did a step, under whichever value.</summary>
    /// <param name="step">0-based index of the step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sequence has no such step.</exception>
    public long DistinctReached(int step) => (uint)step < (uint)_distinct.Length
        ? _distinct[step]
        : throw new ArgumentOutOfRangeException(nameof(step), step, string.Create(CultureInfo.InvariantCulture, $"The sequence has steps 0 to {_distinct.Length - 1}."));

    private void Count(ulong done)
    {
        DistinctEntities += done != 0 ? 1 : 0;
        for (int step = 0; step < _distinct.Length; step++)
            _distinct[step] += (long)(done >> step & 1);
    }
}
