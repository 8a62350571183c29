using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SalesFunnel.Metrics;

/// <summary>Counts events that are sorted by entity, then by time, in registers: the levels of an entity are one vector, and nothing is kept of an entity that is over.</summary>
/// <remarks>Lane j holds the latest start of a chain of j + 1 steps. Four stretches of the input are counted side by side, because each event depends on the one before in its
/// stretch. Entities begin and end without a branch; only events of one entity at one time take one.</remarks>
internal static class SortedLevels
{
    public const int MaxSteps = 8;
    public const int Stretches = 4;

    // Far before any time that can be given, near enough that differences do not overflow.
    internal const long NoStart = -(1L << 62);

    private static Vector512<long> Shift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0L, 0, 1, 2, 3, 4, 5, 6);
    }

    private static Vector512<long> FirstLane
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(-1L, 0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>Tells whether events ascend by entity, and within an entity by time.</summary>
    /// <param name="entities">The entities.</param>
    /// <param name="at">The times; as many.</param>
    /// <param name="earliest">The earliest time.</param>
    /// <param name="latest">The latest time.</param>
    public static bool IsSorted(ReadOnlySpan<long> entities, ReadOnlySpan<long> at, out long earliest, out long latest)
    {
        if (at.Length != entities.Length || at.Length == 0)
            throw new ArgumentException("There are no times, or not as many as entities.", nameof(at));
        ref long entity = ref MemoryMarshal.GetReference(entities);
        ref long time = ref MemoryMarshal.GetReference(at);
        Vector512<long> wrong = default;
        Vector512<long> least = Vector512.Create(time);
        Vector512<long> most = least;
        int i = 1;
        for (; i <= entities.Length - Vector512<long>.Count; i += Vector512<long>.Count)
        {
            Vector512<long> before = Vector512.LoadUnsafe(ref entity, (nuint)i - 1);
            Vector512<long> here = Vector512.LoadUnsafe(ref entity, (nuint)i);
            Vector512<long> now = Vector512.LoadUnsafe(ref time, (nuint)i);
            wrong |= Vector512.LessThan(here, before) | (Vector512.Equals(here, before) & Vector512.LessThan(now, Vector512.LoadUnsafe(ref time, (nuint)i - 1)));
            least = Vector512.Min(least, now);
            most = Vector512.Max(most, now);
        }

        bool isSorted = wrong == default;
        earliest = latest = time;
        for (int lane = 0; lane < Vector512<long>.Count; lane++)
        {
            earliest = Math.Min(earliest, least[lane]);
            latest = Math.Max(latest, most[lane]);
        }

        for (; i < entities.Length; i++)
        {
            isSorted &= entities[i] > entities[i - 1] || (entities[i] == entities[i - 1] && at[i] >= at[i - 1]);
            earliest = Math.Min(earliest, at[i]);
            latest = Math.Max(latest, at[i]);
        }

        return isSorted;
    }

    /// <summary>Counts sorted events of whole entities.</summary>
    /// <param name="batch">The events, at least one in each stretch.</param>
    /// <param name="ends">Where each of the four stretches ends, always at the end of an entity; the first starts at 0, the others where the one before ends.</param>
    /// <param name="stepLanes">For each type eight lanes, all ones in the lane of its step.</param>
    /// <param name="window">The window.</param>
    /// <param name="openFrom">Entities that did step 1 at this time or later are still open.</param>
    /// <param name="tiesChain">Whether events at one time chain in any order.</param>
    /// <param name="reached">By level the number of entities that reached it is added here.</param>
    /// <param name="open">By level those of them that are still open.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(SequenceBatch batch, ReadOnlySpan<int> ends, ReadOnlySpan<long> stepLanes, long window, long openFrom, bool tiesChain, Span<long> reached, Span<long> open)
    {
        if (ends.Length != Stretches || ends[3] > batch.Length || ends[0] < 1 || ends[1] <= ends[0] || ends[2] <= ends[1] || ends[3] <= ends[2])
            throw new ArgumentException("Four stretches of at least one event each are needed, within the batch.", nameof(ends));
        if (stepLanes.Length < 256 * MaxSteps || reached.Length < MaxSteps || open.Length < MaxSteps)
            throw new ArgumentException("The step lanes or the totals are too short.", nameof(stepLanes));
        ref long entities = ref MemoryMarshal.GetReference(batch.Entities);
        ref long at = ref MemoryMarshal.GetReference(batch.At);
        ref byte types = ref MemoryMarshal.GetReference(batch.Types);
        ref long lanes = ref MemoryMarshal.GetReference(stepLanes);

        nint a = 0;
        nint b = ends[0];
        nint c = ends[1];
        nint d = ends[2];
        nint together = Math.Min(Math.Min(b, c - b), Math.Min(d - c, ends[3] - d));
        Run runA = Begin(Unsafe.Add(ref at, a), ref Lanes(ref lanes, ref types, a));
        Run runB = Begin(Unsafe.Add(ref at, b), ref Lanes(ref lanes, ref types, b));
        Run runC = Begin(Unsafe.Add(ref at, c), ref Lanes(ref lanes, ref types, c));
        Run runD = Begin(Unsafe.Add(ref at, d), ref Lanes(ref lanes, ref types, d));
        var sums = new Sums(window, openFrom, tiesChain);
        nint i = 1;
        while (i < together)
        {
            i = ReadToTie(ref entities, ref at, ref types, ref lanes, ends, i, together, ref runA, ref runB, ref runC, ref runD, ref sums);
            if (tiesChain)
            {
                Chain(ref entities, ref at, ref types, ref lanes, a + i - 1, window, ref runA);
                Chain(ref entities, ref at, ref types, ref lanes, b + i - 1, window, ref runB);
                Chain(ref entities, ref at, ref types, ref lanes, c + i - 1, window, ref runC);
                Chain(ref entities, ref at, ref types, ref lanes, d + i - 1, window, ref runD);
            }
        }

        Finish(ref entities, ref at, ref types, ref lanes, a + i, b, ref runA, ref sums);
        Finish(ref entities, ref at, ref types, ref lanes, b + i, c, ref runB, ref sums);
        Finish(ref entities, ref at, ref types, ref lanes, c + i, d, ref runC, ref sums);
        Finish(ref entities, ref at, ref types, ref lanes, d + i, ends[3], ref runD, ref sums);
        for (int level = 0; level < MaxSteps; level++)
        {
            reached[level] += sums.Reached[level];
            open[level] += sums.Open[level];
        }
    }

    /// <summary>Reads the four stretches side by side, up to and with the first events of which one is tied to the one before.</summary>
    /// <remarks>No call within, so that everything stays in registers.</remarks>
    /// <returns>How many events of each stretch have been read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint ReadToTie(ref long entities, ref long at, ref byte types, ref long lanes, ReadOnlySpan<int> ends, nint i, nint together, ref Run runA, ref Run runB, ref Run runC, ref Run runD, ref Sums sums)
    {
        nint b = ends[0];
        nint c = ends[1];
        nint d = ends[2];
        bool tiesChain = sums.TiesChain;
        Vector512<long> window = Vector512.Create(sums.Window);
        Vector512<long> openFrom = Vector512.Create(sums.OpenFrom);
        Vector512<long> reached = sums.Reached;
        Vector512<long> open = sums.Open;
        Vector512<long> startsA = runA.Starts;
        Vector512<long> startsB = runB.Starts;
        Vector512<long> startsC = runC.Starts;
        Vector512<long> startsD = runD.Starts;
        Vector512<long> reachedA = runA.Reached;
        Vector512<long> reachedB = runB.Reached;
        Vector512<long> reachedC = runC.Reached;
        Vector512<long> reachedD = runD.Reached;
        bool tied = false;
        for (; i < together && !tied; i++)
        {
            bool tA = Step(ref Unsafe.Add(ref entities, i), ref Unsafe.Add(ref at, i), ref Lanes(ref lanes, ref types, i), window, openFrom, ref startsA, ref reachedA, ref reached, ref open);
            bool tB = Step(ref Unsafe.Add(ref entities, b + i), ref Unsafe.Add(ref at, b + i), ref Lanes(ref lanes, ref types, b + i), window, openFrom, ref startsB, ref reachedB, ref reached, ref open);
            bool tC = Step(ref Unsafe.Add(ref entities, c + i), ref Unsafe.Add(ref at, c + i), ref Lanes(ref lanes, ref types, c + i), window, openFrom, ref startsC, ref reachedC, ref reached, ref open);
            bool tD = Step(ref Unsafe.Add(ref entities, d + i), ref Unsafe.Add(ref at, d + i), ref Lanes(ref lanes, ref types, d + i), window, openFrom, ref startsD, ref reachedD, ref reached, ref open);
            tied = (tA | tB | tC | tD) & tiesChain;
        }

        (runA.Starts, runA.Reached) = (startsA, reachedA);
        (runB.Starts, runB.Reached) = (startsB, reachedB);
        (runC.Starts, runC.Reached) = (startsC, reachedC);
        (runD.Starts, runD.Reached) = (startsD, reachedD);
        (sums.Reached, sums.Open) = (reached, open);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref long Lanes(ref long lanes, ref byte types, nint i) => ref Unsafe.Add(ref lanes, (nint)((nuint)Unsafe.Add(ref types, i) * MaxSteps));

    private static Run Begin(long at, ref long lanes)
    {
        Vector512<long> first = Vector512.LoadUnsafe(ref lanes) & FirstLane;
        return new Run { LastTied = -1, Reached = first, Starts = Vector512.ConditionalSelect(first, Vector512.Create(at), Vector512.Create(NoStart)) };
    }

    /// <summary>One event; the one before stands before it in memory.</summary>
    /// <returns>Whether it is of the same entity and at the same time as the one before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Step(
        ref long entity,
        ref long at,
        ref long lanes,
        Vector512<long> window,
        Vector512<long> openFrom,
        ref Vector512<long> starts,
        ref Vector512<long> reached,
        ref Vector512<long> totals,
        ref Vector512<long> stillOpen)
    {
        Vector512<long> time = Vector512.Create(at);
        Vector512<long> step = Vector512.LoadUnsafe(ref lanes);
        Vector512<long> same = Vector512.Equals(Vector512.Create(entity), Vector512.Create(Unsafe.Add(ref entity, -1)));
        Vector512<long> over = Vector512.AndNot(reached, same);
        totals -= over;
        stillOpen -= over & Vector512.GreaterThanOrEqual(Vector512.Shuffle(starts, Vector512<long>.Zero), openFrom);
        Vector512<long> kept = Vector512.ConditionalSelect(same, starts, Vector512.Create(NoStart));
        Vector512<long> below = Vector512.ConditionalSelect(FirstLane, time, Vector512.Shuffle(kept, Shift));
        reached = (reached & same) | (step & Vector512.LessThanOrEqual(time - below, window));
        starts = Vector512.ConditionalSelect(step, below, kept);
        return ((entity ^ Unsafe.Add(ref entity, -1)) | (at ^ Unsafe.Add(ref at, -1))) == 0;
    }

    /// <summary>After an event: lets steps at its time take the start of the level below, as often as one can follow the other.</summary>
    private static void Chain(ref long entities, ref long at, ref byte types, ref long lanes, nint i, long window, ref Run run)
    {
        if (Unsafe.Add(ref entities, i) != Unsafe.Add(ref entities, i - 1) || Unsafe.Add(ref at, i) != Unsafe.Add(ref at, i - 1))
            return;
        Vector512<long> before = run.LastTied == i - 1 ? run.TiedSteps : Vector512.LoadUnsafe(ref Lanes(ref lanes, ref types, i - 1));
        run.TiedSteps = before | Vector512.LoadUnsafe(ref Lanes(ref lanes, ref types, i));
        run.LastTied = i;
        Vector512<long> time = Vector512.Create(Unsafe.Add(ref at, i));
        for (int round = 1; round < MaxSteps; round++)
        {
            Vector512<long> below = Vector512.ConditionalSelect(FirstLane, time, Vector512.Shuffle(run.Starts, Shift));
            Vector512<long> later = run.TiedSteps & Vector512.GreaterThan(below, run.Starts);
            if (later == default)
                return;
            run.Starts = Vector512.ConditionalSelect(later, below, run.Starts);
            run.Reached |= later & Vector512.LessThanOrEqual(time - below, Vector512.Create(window));
        }
    }

    private static void Finish(ref long entities, ref long at, ref byte types, ref long lanes, nint next, nint end, ref Run run, ref Sums sums)
    {
        Vector512<long> window = Vector512.Create(sums.Window);
        Vector512<long> openFrom = Vector512.Create(sums.OpenFrom);
        for (; next < end; next++)
        {
            if (Step(ref Unsafe.Add(ref entities, next), ref Unsafe.Add(ref at, next), ref Lanes(ref lanes, ref types, next), window, openFrom, ref run.Starts, ref run.Reached, ref sums.Reached, ref sums.Open) && sums.TiesChain)
                Chain(ref entities, ref at, ref types, ref lanes, next, sums.Window, ref run);
        }

        sums.Reached -= run.Reached;
        sums.Open -= run.Reached & Vector512.GreaterThanOrEqual(Vector512.Shuffle(run.Starts, Vector512<long>.Zero), openFrom);
    }

    /// <summary>What all stretches add up, by level.</summary>
    private struct Sums(long window, long openFrom, bool tiesChain)
    {
        public readonly long Window = window;
        public readonly long OpenFrom = openFrom;
        public readonly bool TiesChain = tiesChain;
        public Vector512<long> Reached;
        public Vector512<long> Open;
    }

    /// <summary>Where a stretch stands.</summary>
    private struct Run
    {
        public Vector512<long> Starts;
        public Vector512<long> Reached; // all ones in the lane of a level that was reached
        public Vector512<long> TiedSteps; // all ones in the lanes of the steps at the time of the last tied event
        public nint LastTied;
    }
}
