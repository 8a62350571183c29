using System.Collections;

namespace SalesFunnel.Metrics;

/// <summary>The chains of all entities, in columns; ascending by entity, then by time of the first step.</summary>
public sealed class SequenceChains : IReadOnlyList<SequenceChain>
{
    private readonly int _steps;
    private readonly List<long> _entities = [];
    private readonly List<ulong> _done = [];
    private readonly List<SequenceEnding> _endings = [];
    private readonly List<long> _segments = [];
    private readonly List<long> _times = []; // a row of steps each; what was not done is 0

    internal SequenceChains(int steps) => _steps = steps;

    /// <inheritdoc/>
    public int Count => _entities.Count;

    internal int Steps => _steps;

    /// <inheritdoc/>
    public SequenceChain this[int index] => index >= 0 && index < Count ? new SequenceChain(this, index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public IEnumerator<SequenceChain> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return new SequenceChain(this, i);
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Appends a chain. Whoever fills the list sorts it at the end.</summary>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="done">The steps done.</param>
    /// <param name="ending">How it stands.</param>
    /// <param name="segment">The value it is broken down by.</param>
    /// <param name="times">A time for each step; only those of steps done are read.</param>
    internal void Add(long entity, ulong done, SequenceEnding ending, long segment, ReadOnlySpan<long> times)
    {
        _entities.Add(entity);
        _done.Add(done);
        _endings.Add(ending);
        _segments.Add(segment);
        for (int step = 0; step < _steps; step++)
            _times.Add((done >> step & 1) != 0 ? times[step] : 0);
    }

    internal void Clear()
    {
        _entities.Clear();
        _done.Clear();
        _endings.Clear();
        _segments.Clear();
        _times.Clear();
    }

    /// <summary>Appends a chain of another list of as many steps.</summary>
    internal void AddFrom(SequenceChains other, int index) => Add(other.EntityAt(index), other.DoneAt(index), other.EndingAt(index), other.SegmentAt(index), other.TimesAt(index));

    /// <summary>Brings the chains into their canonical order, so that equal sets of chains are equal lists.</summary>
    internal void Sort()
    {
        bool isSorted = true;
        for (int i = 1; i < Count && isSorted; i++)
            isSorted = Compare(i - 1, i) <= 0;
        if (isSorted)
            return;
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, Compare);
        var sorted = new SequenceChains(_steps);
        foreach (int index in order)
            sorted.AddFrom(this, index);
        Clear();
        for (int i = 0; i < sorted.Count; i++)
            AddFrom(sorted, i);
    }

    /// <summary>By entity, then by time of the first step; then by whatever else a chain holds.</summary>
    internal int Compare(int x, int y)
    {
        int order = EntityAt(x).CompareTo(EntityAt(y));
        order = order != 0 ? order : TimesAt(x)[0].CompareTo(TimesAt(y)[0]);
        order = order != 0 ? order : SegmentAt(x).CompareTo(SegmentAt(y));
        order = order != 0 ? order : DoneAt(x).CompareTo(DoneAt(y));
        order = order != 0 ? order : EndingAt(x).CompareTo(EndingAt(y));
        return order != 0 ? order : TimesAt(x).SequenceCompareTo(TimesAt(y));
    }

    internal long EntityAt(int index) => _entities[index];

    internal ulong DoneAt(int index) => _done[index];

    internal SequenceEnding EndingAt(int index) => _endings[index];

    internal long SegmentAt(int index) => _segments[index];

    internal ReadOnlySpan<long> TimesAt(int index) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_times).Slice(index * _steps, _steps);
}
