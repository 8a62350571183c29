using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>Levels with exclusions or first entry where events at one time count in the order given: as <see cref="GroupLevels"/>, and one more word for each level but the last.</summary>
/// <remarks>The further word holds the levels before the group from which this one can be done by the events of the group so far, one bit a level: an excluded event that comes later in the group stops only chains that had begun before it.</remarks>
internal readonly struct OrderedGroupLevels : ILevelState
{
    private const int MaxWords = GroupState.StartsAt + (2 * (SequenceDefinition.MaxSteps - 1));

    public static int Words(int steps) => GroupState.StartsAt + (2 * (steps - 1));

    public static bool Apply(ref long state, long at, int step, in LevelParameters rules)
    {
        long delta = IsUsed(ref state) ? at - Last(ref state) : 0;
        if ((ulong)delta > (ulong)rules.ForgetAfter)
            return false;
        if (delta != 0)
        {
            Settle(ref state, in rules);
            GroupState.Leave(ref state);
        }

        GroupRules groups = rules.Groups!;
        GroupState.Join(ref state, at, step, groups);
        if (groups.StepsOf(step) is not 0 and var done)
            Reach(ref state, BitOperations.TrailingZeroCount(done) + 1, in rules);
        GroupState.Exclude(ref state, in rules);
        return true;
    }

    public static ulong Reached(ref long state, in LevelParameters rules) => GroupState.Reached(ref state);

    public static long Last(ref long state) => GroupState.Last(ref state);

    public static bool IsUsed(ref long state) => GroupState.IsUsed(ref state);

    public static bool IsOpen(ref long state, long at, in LevelParameters rules)
    {
        Span<long> room = stackalloc long[MaxWords];
        MemoryMarshal.CreateReadOnlySpan(ref state, Words(rules.Steps)).CopyTo(room);
        ref long copy = ref MemoryMarshal.GetReference(room);
        Settle(ref copy, in rules);
        return GroupState.IsOpen(ref copy, at, in rules);
    }

    public static bool IsExcluded(ref long state, in LevelParameters rules) => GroupState.IsExcluded(ref state);

    public static bool IsValid(ref long state, in LevelParameters rules)
    {
        long now = GroupState.Now(ref state);
        if (!GroupState.IsValid(ref state, now, in rules))
            return false;
        ulong steps = GroupState.Steps(ref state);
        int reached = GroupState.Level(ref state);
        if (reached == 0 && (steps & 1) != 0)
            return false;
        bool isNew = reached > 0 && GroupState.Arrival(ref state) == now;
        if (isNew && ((steps >> (reached - 1) & 1) == 0 || (reached < rules.Steps && ((ulong)From(ref state, reached, rules.Steps) >> GroupState.Before(ref state) & 1) == 0)))
            return false;
        for (int level = 1; level < rules.Steps; level++)
        {
            ulong from = (ulong)From(ref state, level, rules.Steps);
            if (from != 0 ? level > reached || from >> level != 0 : level <= reached && rules.Groups!.AllExclusions == 0 && GroupState.Start(ref state, level) == 0)
                return false;
            for (; from != 0; from &= from - 1)
            {
                int below = BitOperations.TrailingZeroCount(from);
                ulong between = (ulong.MaxValue >> (SequenceDefinition.MaxSteps - level + below)) << below;
                if ((steps & between) != between || (below > 0 && !GroupState.IsLive(GroupState.Start(ref state, below), now, in rules)))
                    return false;
            }
        }

        return true;
    }

    private static ref long From(ref long state, int level, int steps) => ref Unsafe.Add(ref state, GroupState.StartsAt + steps - 2 + level);

    /// <summary>Lets chains do a step: those that had come to the level below before the group, and those that came to it within.</summary>
    private static void Reach(ref long state, int step, in LevelParameters rules)
    {
        GroupRules groups = rules.Groups!;
        long now = GroupState.Now(ref state);
        ulong from = step == 1 ? GroupState.MayStart(ref state, groups) ? 1UL : 0
            : (ulong)From(ref state, step - 1, rules.Steps) | (GroupState.IsLive(GroupState.Start(ref state, step - 1), now, in rules) ? 1UL << (step - 1) : 0);
        if (from == 0)
            return;
        if (step < rules.Steps)
            From(ref state, step, rules.Steps) |= (long)from;

        // The lowest level has the latest start. Of those with that start the highest did the most before the group.
        int before = BitOperations.TrailingZeroCount(from);
        long start = before == 0 ? now : GroupState.Start(ref state, before);
        for (from &= from - 1; from != 0 && GroupState.Start(ref state, BitOperations.TrailingZeroCount(from)) == start; from &= from - 1)
            before = BitOperations.TrailingZeroCount(from);
        GroupState.Count(ref state, step, start, before, groups);
    }

    private static void Settle(ref long state, in LevelParameters rules)
    {
        ulong exclusions = GroupState.Exclusions(ref state);
        for (int level = rules.Steps - 1; level > 0; level--)
        {
            ref long from = ref From(ref state, level, rules.Steps);
            ref long start = ref GroupState.Start(ref state, level);
            int first = from == 0 ? level : BitOperations.TrailingZeroCount(from);
            if (!rules.Groups!.GoesOn(exclusions, first, level))
                start = 0;
            else if (from != 0)
                start = first == 0 ? GroupState.Now(ref state) : GroupState.Start(ref state, first);
            from = 0;
        }
    }
}
