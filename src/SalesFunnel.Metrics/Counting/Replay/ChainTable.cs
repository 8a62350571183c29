namespace SalesFunnel.Metrics;

/// <summary>One chain of each length 0 … N: its start, its last time, and the event of every step.</summary>
internal sealed class ChainTable(int steps)
{
    private readonly int[] _events = new int[(steps + 1) * steps];

    public bool[] IsSet { get; } = new bool[steps + 1];

    public bool[] IsExcluded { get; } = new bool[steps + 1];

    public long[] Start { get; } = new long[steps + 1];

    public long[] Last { get; } = new long[steps + 1];

    public ulong[] Done { get; } = new ulong[steps + 1];

    public void Clear()
    {
        Array.Clear(IsSet);
        Array.Clear(IsExcluded);
    }

    /// <summary>Gets the event of every step of a chain; only the places of steps done are read.</summary>
    public Span<int> EventsOf(int level) => _events.AsSpan(level * steps, steps);

    /// <summary>Makes the chain of a length the one-step chain of an event.</summary>
    public void Begin(int level, long at, int place)
    {
        (IsSet[level], IsExcluded[level], Start[level], Last[level], Done[level]) = (true, false, at, at, 1);
        EventsOf(level)[0] = place;
    }

    /// <summary>Makes the chain of a length that of a shorter one and one more event, which does the step of that length.</summary>
    public void Extend(int from, int to, long at, int place)
    {
        (IsSet[to], IsExcluded[to], Start[to], Last[to], Done[to]) = (true, false, Start[from], at, Done[from] | 1UL << (to - 1));
        EventsOf(from)[..(to - 1)].CopyTo(EventsOf(to));
        EventsOf(to)[to - 1] = place;
    }

    /// <summary>Copies the chain of a length to a place of another table.</summary>
    public void CopyTo(ChainTable other, int from, int to)
    {
        (other.IsSet[to], other.IsExcluded[to], other.Start[to], other.Last[to], other.Done[to]) = (IsSet[from], IsExcluded[from], Start[from], Last[from], Done[from]);
        EventsOf(from).CopyTo(other.EventsOf(to));
    }

    /// <summary>Tells whether some chain that is not complete could still go on at a time.</summary>
    public bool HasLive(long at, long window)
    {
        for (int level = 1; level < steps; level++)
        {
            if (IsSet[level] && !IsExcluded[level] && Within(Start[level], at, window))
                return true;
        }

        return false;
    }

    /// <summary>Tells whether a time is at most a window after a start that is not later; differences beyond 2⁶³ included.</summary>
    public static bool Within(long start, long at, long window) => (ulong)(at - start) <= (ulong)window;
}
