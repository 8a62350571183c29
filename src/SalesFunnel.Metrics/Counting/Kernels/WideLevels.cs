using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Levels of up to 64 steps and any window, in 64-bit words: reached, steps of the current time group, time of the last event, then one start for each level but the last.</summary>
/// <remarks>An event costs the same whatever the number of steps.</remarks>
internal readonly struct WideLevels : ILevelState
{
    private const int GroupAt = 1;
    private const int LastAt = 2;
    private const int StartsAt = 3;

    // Starts are kept as their distance from here, so that zero is none: no window reaches back to it from a time that can be given.
    private const long NoStart = -(1L << 62);

    public static int Words(int steps) => StartsAt + Math.Max(steps - 1, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply(ref long state, long at, int step, in LevelParameters rules)
    {
        ulong group = (ulong)Unsafe.Add(ref state, GroupAt);
        long delta = group == 0 ? 0 : at - Unsafe.Add(ref state, LastAt);
        if ((ulong)delta > (ulong)rules.ForgetAfter)
            return false;
        long start = step == 1 ? at - NoStart : Start(ref state, step - 1);
        group = delta == 0 && rules.TiesMask != 0 ? group : 0;
        group |= 1UL << (step - 1);
        ulong fromStep = group >> (step - 1);
        ulong run = fromStep & ~(fromStep + 1);
        if (at - NoStart - start <= rules.Window)
            state |= (long)(run << (step - 1));
        for (int level = step; run != 0; run >>= 1, level++)
        {
            if (level < rules.Steps)
                Start(ref state, level) = start;
        }

        Unsafe.Add(ref state, GroupAt) = (long)group;
        Unsafe.Add(ref state, LastAt) = at;
        return true;
    }

    public static ulong Reached(ref long state, in LevelParameters rules) => (ulong)state;

    public static long Last(ref long state) => Unsafe.Add(ref state, LastAt);

    public static bool IsUsed(ref long state) => Unsafe.Add(ref state, GroupAt) != 0;

    public static bool IsValid(ref long state, in LevelParameters rules)
    {
        ulong reached = (ulong)state;
        ulong group = (ulong)Unsafe.Add(ref state, GroupAt);
        ulong beyond = rules.Steps == 64 ? 0 : ulong.MaxValue << rules.Steps;
        if (group == 0 || ((group | reached) & beyond) != 0 || (reached & (reached + 1)) != 0)
            return false;
        long above = Last(ref state) - NoStart;
        for (int level = 1; level < Math.Max(rules.Steps, 2); level++)
        {
            long start = Start(ref state, level);
            if (start < 0 || start > above)
                return false;
            above = start;
        }

        return true;
    }

    public static bool IsOpen(ref long state, long at, in LevelParameters rules) => at - NoStart - Start(ref state, 1) <= rules.Window;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref long Start(ref long state, int level) => ref Unsafe.Add(ref state, StartsAt - 1 + level);
}
