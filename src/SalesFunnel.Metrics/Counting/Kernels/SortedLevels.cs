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
    /// <param name="steps">For each type its 1-based step; 0 = none.</param>
    /// <param name="window">The window.</param>
    /// <param name="openFrom">Entities that did step 1 at this time or later are still open.</param>
    /// <param name="tiesChain">Whether events at one time chain in any order.</param>
    /// <param name="reached">By level the number of entities that reached it is added here.</param>
    /// <param name="open">By level those of them that are still open.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(SequenceBatch batch, ReadOnlySpan<int> ends, ReadOnlySpan<long> stepLanes, ReadOnlySpan<byte> steps, long window, long openFrom, bool tiesChain, Span<long> reached, Span<long> open)
    {
        if (ends.Length != Stretches || ends[3] > batch.Length || ends[0] < 1 || ends[1] <= ends[0] || ends[2] <= ends[1] || ends[3] <= ends[2])
            throw new ArgumentException("Four stretches of at least one event each are needed, within the batch.", nameof(ends));
        if (stepLanes.Length < 256 * MaxSteps || steps.Length < 256 || reached.Length < MaxSteps || open.Length < MaxSteps)
            throw new ArgumentException("The step lanes or the totals are too short.", nameof(stepLanes));
        ref long entities = ref MemoryMarshal.GetReference(batch.Entities);
        ref long at = ref MemoryMarshal.GetReference(batch.At);
        ref byte types = ref MemoryMarshal.GetReference(batch.Types);
        ref long lanes = ref MemoryMarshal.GetReference(stepLanes);
        ref byte numbers = ref MemoryMarshal.GetReference(steps);

        nint a = 0;
        nint b = ends[0];
        nint c = ends[1];
        nint d = ends[2];
        nint together = Math.Min(Math.Min(b, c - b), Math.Min(d - c, ends[3] - d));
        Run runA = Begin(Unsafe.Add(ref at, a), ref Lanes(ref lanes, ref types, a), Number(ref numbers, ref types, a));
        Run runB = Begin(Unsafe.Add(ref at, b), ref Lanes(ref lanes, ref types, b), Number(ref numbers, ref types, b));
        Run runC = Begin(Unsafe.Add(ref at, c), ref Lanes(ref lanes, ref types, c), Number(ref numbers, ref types, c));
        Run runD = Begin(Unsafe.Add(ref at, d), ref Lanes(ref lanes, ref types, d), Number(ref numbers, ref types, d));
        var sums = new Sums(window, openFrom, tiesChain);
        nint i = 1;
        while (i < together)
        {
            i = ReadToTie(ref entities, ref at, ref types, ref lanes, ref numbers, ends, i, together, ref runA, ref runB, ref runC, ref runD, ref sums);
            if (tiesChain)
            {
                Chain(ref entities, ref at, ref types, ref lanes, a, a + i - 1, window, ref runA);
                Chain(ref entities, ref at, ref types, ref lanes, b, b + i - 1, window, ref runB);
                Chain(ref entities, ref at, ref types, ref lanes, c, c + i - 1, window, ref runC);
                Chain(ref entities, ref at, ref types, ref lanes, d, d + i - 1, window, ref runD);
            }
        }

        Finish(ref entities, ref at, ref types, ref lanes, ref numbers, a, a + i, b, ref runA, ref sums);
        Finish(ref entities, ref at, ref types, ref lanes, ref numbers, b, b + i, c, ref runB, ref sums);
        Finish(ref entities, ref at, ref types, ref lanes, ref numbers, c, c + i, d, ref runC, ref sums);
        Finish(ref entities, ref at, ref types, ref lanes, ref numbers, d, d + i, ends[3], ref runD, ref sums);
        for (int level = 0; level < MaxSteps; level++)
        {
            reached[level] += sums.Reached[level];
            open[level] += sums.Open[level];
        }
    }

    /// <summary>Reads the four stretches side by side, up to and with the first events of which one does a step after a later one was done at its time.</summary>
    /// <remarks>No call within, so that everything stays in registers.</remarks>
    /// <returns>How many events of each stretch have been read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint ReadToTie(ref long entities, ref long at, ref byte types, ref long lanes, ref byte numbers, ReadOnlySpan<int> ends, nint i, nint together, ref Run runA, ref Run runB, ref Run runC, ref Run runD, ref Sums sums)
    {
        nint b = ends[0];
        nint c = ends[1];
        nint d = ends[2];
        int tiesChain = sums.TiesChain ? -1 : 0;
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
        int highestA = runA.Highest;
        int highestB = runB.Highest;
        int highestC = runC.Highest;
        int highestD = runD.Highest;
        int outOfOrder = 0; // negative: a step came after a later one of its time
        for (; i < together && outOfOrder >= 0; i++)
        {
            Step(ref Unsafe.Add(ref entities, i), ref Unsafe.Add(ref at, i), ref Lanes(ref lanes, ref types, i), window, openFrom, ref startsA, ref reachedA, ref reached, ref open);
            outOfOrder |= Order(ref Unsafe.Add(ref entities, i), ref Unsafe.Add(ref at, i), Number(ref numbers, ref types, i), ref highestA);
            Step(ref Unsafe.Add(ref entities, b + i), ref Unsafe.Add(ref at, b + i), ref Lanes(ref lanes, ref types, b + i), window, openFrom, ref startsB, ref reachedB, ref reached, ref open);
            outOfOrder |= Order(ref Unsafe.Add(ref entities, b + i), ref Unsafe.Add(ref at, b + i), Number(ref numbers, ref types, b + i), ref highestB);
            Step(ref Unsafe.Add(ref entities, c + i), ref Unsafe.Add(ref at, c + i), ref Lanes(ref lanes, ref types, c + i), window, openFrom, ref startsC, ref reachedC, ref reached, ref open);
            outOfOrder |= Order(ref Unsafe.Add(ref entities, c + i), ref Unsafe.Add(ref at, c + i), Number(ref numbers, ref types, c + i), ref highestC);
            Step(ref Unsafe.Add(ref entities, d + i), ref Unsafe.Add(ref at, d + i), ref Lanes(ref lanes, ref types, d + i), window, openFrom, ref startsD, ref reachedD, ref reached, ref open);
            outOfOrder |= Order(ref Unsafe.Add(ref entities, d + i), ref Unsafe.Add(ref at, d + i), Number(ref numbers, ref types, d + i), ref highestD);
            outOfOrder &= tiesChain;
        }

        (runA.Highest, runB.Highest, runC.Highest, runD.Highest) = (highestA, highestB, highestC, highestD);
        (runA.Starts, runA.Reached) = (startsA, reachedA);
        (runB.Starts, runB.Reached) = (startsB, reachedB);
        (runC.Starts, runC.Reached) = (startsC, reachedC);
        (runD.Starts, runD.Reached) = (startsD, reachedD);
        (sums.Reached, sums.Open) = (reached, open);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref long Lanes(ref long lanes, ref byte types, nint i) => ref Unsafe.Add(ref lanes, (nint)((nuint)Unsafe.Add(ref types, i) * MaxSteps));

    private static Run Begin(long at, ref long lanes, int step)
    {
        Vector512<long> first = Vector512.LoadUnsafe(ref lanes) & FirstLane;
        return new Run { LastTied = -1, Highest = step, Reached = first, Starts = Vector512.ConditionalSelect(first, Vector512.Create(at), Vector512.Create(NoStart)) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Number(ref byte numbers, ref byte types, nint i) => Unsafe.Add(ref numbers, (nint)Unsafe.Add(ref types, i));

    /// <summary>Follows the highest step among the events at one time. Only a step that comes after a higher one needs <see cref="Chain"/>: in ascending order each already finds the level below.</summary>
    /// <returns>Negative for such a step.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Order(ref long entity, ref long at, int step, ref int highest)
    {
        long differs = (entity ^ Unsafe.Add(ref entity, -1)) | (at ^ Unsafe.Add(ref at, -1));
        int before = highest & ~(int)((differs | -differs) >> 63);
        int beyond = step - before;
        highest = before + (beyond & ~(beyond >> 31)); // the larger one, without a branch
        return beyond & -step;
    }

    /// <summary>One event; the one before stands before it in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
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
    }

    /// <summary>After an event: lets steps at its time take the start of the level below, as often as one can follow the other.</summary>
    /// <remarks>Looks back over the events of its time no further than the last look, so that many of them stay linear.</remarks>
    private static void Chain(ref long entities, ref long at, ref byte types, ref long lanes, nint first, nint i, long window, ref Run run)
    {
        if (Unsafe.Add(ref entities, i) != Unsafe.Add(ref entities, i - 1) || Unsafe.Add(ref at, i) != Unsafe.Add(ref at, i - 1))
            return;
        Vector512<long> tied = Vector512.LoadUnsafe(ref Lanes(ref lanes, ref types, i));
        nint j = i;
        do
        {
            j--;
            tied |= j == run.LastTied ? run.TiedSteps : Vector512.LoadUnsafe(ref Lanes(ref lanes, ref types, j));
        }
        while (j > first && j != run.LastTied && Unsafe.Add(ref entities, j) == Unsafe.Add(ref entities, j - 1) && Unsafe.Add(ref at, j) == Unsafe.Add(ref at, j - 1));
        run.TiedSteps = tied;
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

    private static void Finish(ref long entities, ref long at, ref byte types, ref long lanes, ref byte numbers, nint first, nint next, nint end, ref Run run, ref Sums sums)
    {
        Vector512<long> window = Vector512.Create(sums.Window);
        Vector512<long> openFrom = Vector512.Create(sums.OpenFrom);
        for (; next < end; next++)
        {
            Step(ref Unsafe.Add(ref entities, next), ref Unsafe.Add(ref at, next), ref Lanes(ref lanes, ref types, next), window, openFrom, ref run.Starts, ref run.Reached, ref sums.Reached, ref sums.Open);
            if (Order(ref Unsafe.Add(ref entities, next), ref Unsafe.Add(ref at, next), Number(ref numbers, ref types, next), ref run.Highest) < 0 && sums.TiesChain)
                Chain(ref entities, ref at, ref types, ref lanes, first, next, sums.Window, ref run);
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
        public Vector512<long> TiedSteps; // all ones in the lanes of the steps at the time of the last event that was chained
        public nint LastTied; // that event
        public int Highest; // step among the events at the time of the last one
    }
}
