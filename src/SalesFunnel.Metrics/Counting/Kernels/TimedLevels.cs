using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>Levels with the times of their steps, for up to eight steps: the steps at the time of the last event (bits 0–7) and the level (bits 8–15), that time, the times of the chain that counts, then for each level those of the chain that starts latest.</summary>
/// <remarks>An event that does step k copies at most k − 1 times, and as many again for each step of its time that follows. Times are kept as their distance from one that cannot be given, so that zero is none.</remarks>
internal readonly struct TimedLevels : ILevelState
{
    public const int MaxSteps = 8;

    private const int LevelShift = 8;
    private const int LastAt = 1;
    private const int CountedAt = 2;
    private const long NoTime = -(1L << 62);

    public static int Words(int steps) => CountedAt + steps + (steps * (steps + 1) / 2);

    public static bool Apply(ref long state, long at, int step, in LevelParameters rules)
    {
        long delta = state == 0 ? 0 : at - Last(ref state);
        if ((ulong)delta > (ulong)rules.ForgetAfter)
            return false;
        long group = delta == 0 && rules.TiesMask != 0 ? (byte)state : 0;
        group |= 1L << (step - 1);
        state = (state & ~0xFFL) | group;
        Unsafe.Add(ref state, LastAt) = at - NoTime;
        for (int level = step; level <= rules.Steps && (group >> (level - 1) & 1) != 0; level++)
        {
            if (!Reach(ref state, level, at - NoTime, in rules))
                break;
        }

        return true;
    }

    public static ulong Reached(ref long state, in LevelParameters rules) => (1UL << Level(ref state)) - 1;

    public static long Last(ref long state) => Unsafe.Add(ref state, LastAt) + NoTime;

    public static bool IsUsed(ref long state) => state != 0;

    public static bool IsOpen(ref long state, long at, in LevelParameters rules) => at - NoTime - Row(ref state, 1, rules.Steps) <= rules.Window;

    public static bool IsValid(ref long state, in LevelParameters rules)
    {
        long group = (byte)state;
        int level = Level(ref state);
        if (group == 0 || group >> rules.Steps != 0 || state >> (2 * LevelShift) != 0 || level > rules.Steps)
            return false;
        long last = Unsafe.Add(ref state, LastAt);
        if (!IsChain(ref Unsafe.Add(ref state, CountedAt), level, rules.Steps, last, in rules))
            return false;
        long start = last;
        for (int k = 1; k <= rules.Steps; k++)
        {
            ref long row = ref Row(ref state, k, rules.Steps);
            if (row < 0 || row > start || !IsChain(ref row, row == 0 ? 0 : k, k, last, in rules) || row != 0 != (k <= level))
                return false;
            start = row;
        }

        return true;
    }

    /// <summary>Reads the chain that counts.</summary>
    /// <returns>Its level.</returns>
    /// <param name="state">The words.</param>
    /// <param name="times">Takes the times of its steps.</param>
    /// <param name="newest">The time of the newest first step.</param>
    public static int ReadChain(ReadOnlySpan<long> state, Span<long> times, out long newest)
    {
        ref long first = ref MemoryMarshal.GetReference(state);
        int level = Level(ref first);
        newest = Row(ref first, 1, StepsOf(state.Length)) + NoTime;
        for (int step = 0; step < level; step++)
            times[step] = state[CountedAt + step] + NoTime;
        return level;
    }

    private static int StepsOf(int words)
    {
        int steps = 1;
        while (Words(steps) < words)
            steps++;
        return steps;
    }

    private static int Level(ref long state) => (byte)(state >> LevelShift);

    private static ref long Row(ref long state, int level, int steps) => ref Unsafe.Add(ref state, CountedAt + steps + (level * (level - 1) / 2));

    /// <summary>Lets the chain that starts latest one level below take this step.</summary>
    /// <returns>Whether this level has a later start now.</returns>
    private static bool Reach(ref long state, int level, long at, in LevelParameters rules)
    {
        ref long row = ref Row(ref state, level, rules.Steps);
        ref long below = ref Row(ref state, level - 1, rules.Steps);
        long start = level == 1 ? at : below;
        if (start == 0 || at - start > rules.Window || start <= row)
            return false;
        for (int step = 0; step < level - 1; step++)
            Unsafe.Add(ref row, step) = Unsafe.Add(ref below, step);
        Unsafe.Add(ref row, level - 1) = at;

        // The first to arrive at the furthest step counts; of those that arrive at one time the one that starts latest.
        ref long counted = ref Unsafe.Add(ref state, CountedAt);
        int furthest = Level(ref state);
        if (level > furthest || (level == furthest && Unsafe.Add(ref counted, level - 1) == at && start > counted && rules.TiesMask != 0))
        {
            for (int step = 0; step < level; step++)
                Unsafe.Add(ref counted, step) = Unsafe.Add(ref row, step);
            state = (byte)state | ((long)level << LevelShift);
        }

        return true;
    }

    private static bool IsChain(ref long times, int done, int steps, long last, in LevelParameters rules)
    {
        for (int step = 0; step < steps; step++)
        {
            long time = Unsafe.Add(ref times, step);
            if (step >= done ? time != 0 : time <= 0 || time > last || time - times > rules.Window || (step > 0 && time < Unsafe.Add(ref times, step - 1)))
                return false;
        }

        return true;
    }
}
