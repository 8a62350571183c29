using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>Levels with exclusions, strict ties or first entry, where the order of events at one time does not matter: up to 64 steps, any window, in five words and one a step.</summary>
/// <remarks>An event at the time of the one before adds its bits; else the group before is settled first, in one pass over the levels. See <see cref="GroupState"/>.</remarks>
internal readonly struct GroupLevels : ILevelState
{
    private const int MaxWords = GroupState.StartsAt + SequenceDefinition.MaxSteps - 1;

    public static int Words(int steps) => GroupState.StartsAt + steps - 1;

    public static bool Apply(ref long state, long at, int step, in LevelParameters rules)
    {
        long delta = IsUsed(ref state) ? at - Last(ref state) : 0;
        if ((ulong)delta > (ulong)rules.ForgetAfter)
            return false;
        if (delta != 0)
            Settle(ref state, in rules);
        GroupState.Join(ref state, at, step, rules.Groups!);
        return true;
    }

    public static ulong Reached(ref long state, in LevelParameters rules) => GroupState.Reached(ref Settled(ref state, stackalloc long[MaxWords], in rules));

    public static long Last(ref long state) => GroupState.Last(ref state);

    public static bool IsUsed(ref long state) => GroupState.IsUsed(ref state);

    public static bool IsOpen(ref long state, long at, in LevelParameters rules) => GroupState.IsOpen(ref Settled(ref state, stackalloc long[MaxWords], in rules), at, in rules);

    public static bool IsExcluded(ref long state, in LevelParameters rules) => GroupState.IsExcluded(ref Settled(ref state, stackalloc long[MaxWords], in rules));

    public static bool IsValid(ref long state, in LevelParameters rules)
    {
        if (!GroupState.IsValid(ref state, GroupState.Now(ref state) - 1, in rules))
            return false;
        for (int level = 1; level < rules.Steps && rules.Groups!.AllExclusions == 0; level++)
        {
            if (GroupState.Start(ref state, level) != 0 != (level <= GroupState.Level(ref state)))
                return false;
        }

        return true;
    }

    private static ref long Settled(ref long state, Span<long> room, in LevelParameters rules)
    {
        MemoryMarshal.CreateReadOnlySpan(ref state, Words(rules.Steps)).CopyTo(room);
        ref long copy = ref MemoryMarshal.GetReference(room);
        Settle(ref copy, in rules);
        return ref copy;
    }

    /// <summary>Lets chains take the steps of the group, and stops those into which an exclusion of it falls.</summary>
    private static void Settle(ref long state, in LevelParameters rules)
    {
        GroupRules groups = rules.Groups!;
        ulong steps = GroupState.Steps(ref state);
        ulong exclusions = GroupState.Exclusions(ref state);
        long now = GroupState.Now(ref state);
        long below = GroupState.MayStart(ref state, groups) ? now : 0; // start at the level below, before the group
        (int first, long start, int last) = (-1, 0, 0); // the lowest level from which the steps up to here can be done, its start, the highest level with that start
        (int level, long levelStart, int before) = (0, 0, 0);
        for (int step = 1; step <= rules.Steps; step++)
        {
            long own = step < rules.Steps ? GroupState.Start(ref state, step) : 0;
            if ((steps >> (step - 1) & 1) == 0)
                first = -1;
            else if (first >= 0 && !groups.IsStrict)
                last = below == start ? step - 1 : last;
            else
                (first, start, last) = GroupState.IsLive(below, now, in rules) ? (step - 1, below, step - 1) : (-1, 0, 0);
            if (first >= 0)
                (level, levelStart, before) = (step, start, last);
            if (step < rules.Steps)
                GroupState.Start(ref state, step) = !groups.GoesOn(exclusions, first >= 0 ? first : step, step) ? 0 : first >= 0 ? start : own;
            below = own;
        }

        if (level > 0)
            GroupState.Count(ref state, level, levelStart, before, groups);
        GroupState.Exclude(ref state, in rules);
        GroupState.Leave(ref state);
    }
}
