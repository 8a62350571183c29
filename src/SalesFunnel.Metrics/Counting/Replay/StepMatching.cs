namespace SalesFunnel.Metrics;

/// <summary>Whether consecutive steps can be done by distinct events of one time, by augmenting paths.</summary>
/// <remarks>Events that do the same steps are one kind with as many places as there are events (more than one a step is never needed), so a thousand equal
/// events cost no more than one. A match costs O(steps² · kinds).</remarks>
internal sealed class StepMatching(int steps)
{
    private readonly List<ulong> _kinds = [];
    private readonly List<List<int>> _places = []; // of each kind, relative to the first event of the group
    private readonly int[] _kindOf = new int[steps];
    private readonly int[] _used = new int[steps];
    private bool[] _isTried = [];

    /// <summary>Reads the events of one time.</summary>
    public void Load(ReadOnlySpan<ReplayEvent> events, int first, int end)
    {
        _kinds.Clear();
        for (int i = first; i < end; i++)
        {
            if (events[i].Steps == 0)
                continue;
            int kind = _kinds.IndexOf(events[i].Steps);
            if (kind < 0)
            {
                kind = _kinds.Count;
                _kinds.Add(events[i].Steps);
                if (_places.Count <= kind)
                    _places.Add([]);
                _places[kind].Clear();
            }

            if (_places[kind].Count < steps)
                _places[kind].Add(i - first);
        }

        if (_isTried.Length < _kinds.Count)
            _isTried = new bool[_kinds.Count];
    }

    /// <summary>Finds distinct events for the steps [from, to), 0-based.</summary>
    public bool Match(int from, int to)
    {
        Array.Fill(_kindOf, -1);
        for (int step = from; step < to; step++)
        {
            Array.Clear(_isTried);
            if (!Augment(step, from, to))
                return false;
        }

        Array.Clear(_used);
        for (int step = from; step < to; step++)
        {
            int rank = 0; // among the steps that take an event of the same kind
            for (int other = from; other < step; other++)
                rank += _kindOf[other] == _kindOf[step] ? 1 : 0;
            _used[step] = rank;
        }

        return true;
    }

    /// <summary>Gets the place in the group of the event that the last match gave to a step.</summary>
    public int PlaceOf(int step) => _places[_kindOf[step]][_used[step]];

    private bool Augment(int step, int from, int to)
    {
        for (int kind = 0; kind < _kinds.Count; kind++)
        {
            if ((_kinds[kind] >> step & 1) == 0 || _isTried[kind])
                continue;
            _isTried[kind] = true;
            int taken = 0;
            for (int other = from; other < to; other++)
                taken += _kindOf[other] == kind ? 1 : 0;
            if (taken < _places[kind].Count)
            {
                _kindOf[step] = kind;
                return true;
            }

            for (int other = from; other < to; other++)
            {
                if (_kindOf[other] != kind || other == step || !Augment(other, from, to))
                    continue;
                _kindOf[step] = kind;
                return true;
            }
        }

        return false;
    }
}
