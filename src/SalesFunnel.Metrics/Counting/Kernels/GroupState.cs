using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>The words that <see cref="GroupLevels"/> and <see cref="OrderedGroupLevels"/> share: steps and exclusions of the current time group, its time, the chain that counts by its level, start and arrival,
/// then for each level but the last the latest start of a chain that can go on, as of before the group.</summary>
/// <remarks>Whether a chain survives an exclusion depends on what comes at the same time, before or after it: so a group is settled when the next time comes, and in a copy when a result is asked for.
/// Starts of higher levels are never later than those of lower ones, as far as a level has one. Times are kept as their distance from one that cannot be given, so that zero is none.</remarks>
internal static class GroupState
{
    public const int StartsAt = 6;

    private const int ExclusionsAt = 1;
    private const int LastAt = 2;
    private const int CountedAt = 3; // level (bits 0–6), whether an excluded event fell into the chain (bit 7), steps done before its last time (bits 8–14)
    private const int CountedStartAt = 4;
    private const int ArrivalAt = 5;
    private const long LevelBits = 0x7F;
    private const long ExcludedBit = 0x80;
    private const int BeforeShift = 8;
    private const long NoTime = -(1L << 62);

    public static ulong Steps(ref long state) => (ulong)state;

    public static ulong Exclusions(ref long state) => (ulong)Unsafe.Add(ref state, ExclusionsAt);

    public static bool IsUsed(ref long state) => (state | Unsafe.Add(ref state, ExclusionsAt)) != 0;

    public static long Last(ref long state) => Unsafe.Add(ref state, LastAt);

    /// <summary>The time of the group.</summary>
    public static long Now(ref long state) => Last(ref state) - NoTime;

    public static int Level(ref long state) => (int)(Unsafe.Add(ref state, CountedAt) & LevelBits);

    public static ulong Reached(ref long state) => Level(ref state) is > 0 and var level ? ulong.MaxValue >> (SequenceDefinition.MaxSteps - level) : 0;

    public static bool IsExcluded(ref long state) => (Unsafe.Add(ref state, CountedAt) & ExcludedBit) != 0;

    public static long Arrival(ref long state) => Unsafe.Add(ref state, ArrivalAt);

    /// <summary>How many steps the chain that counts had done before the time of its last one.</summary>
    public static int Before(ref long state) => (int)(Unsafe.Add(ref state, CountedAt) >> BeforeShift);

    public static ref long Start(ref long state, int level) => ref Unsafe.Add(ref state, StartsAt - 1 + level);

    public static bool IsLive(long start, long now, in LevelParameters rules) => start != 0 && now - start <= rules.Window;

    public static bool MayStart(ref long state, GroupRules groups) => !groups.StartsOnce || Level(ref state) == 0;

    /// <summary>Adds what an event does to the group.</summary>
    public static void Join(ref long state, long at, int code, GroupRules groups)
    {
        state |= (long)groups.StepsOf(code);
        Unsafe.Add(ref state, ExclusionsAt) |= (long)groups.ExclusionsOf(code);
        Unsafe.Add(ref state, LastAt) = at;
    }

    /// <summary>Empties the group.</summary>
    public static void Leave(ref long state)
    {
        state = 0;
        Unsafe.Add(ref state, ExclusionsAt) = 0;
    }

    /// <summary>Lets a chain that arrives now count where it is longer, or as long and to be preferred.</summary>
    public static void Count(ref long state, int level, long start, int before, GroupRules groups)
    {
        int counted = Level(ref state);
        long now = Now(ref state);
        if (level < counted || (level == counted && !(groups.PrefersFast && now - start < Arrival(ref state) - Unsafe.Add(ref state, CountedStartAt))))
            return;
        Unsafe.Add(ref state, CountedAt) = (uint)level | ((long)before << BeforeShift);
        Unsafe.Add(ref state, CountedStartAt) = start;
        Unsafe.Add(ref state, ArrivalAt) = now;
    }

    /// <summary>Notes whether an excluded event of the group falls into the chain that counts.</summary>
    public static void Exclude(ref long state, in LevelParameters rules)
    {
        int level = Level(ref state);
        ulong exclusions = Exclusions(ref state);
        long now = Now(ref state);
        if (exclusions == 0 || level == 0 || level == rules.Steps || now - Unsafe.Add(ref state, CountedStartAt) > rules.Window)
            return;
        int before = Arrival(ref state) == now ? Before(ref state) : level;
        if (!rules.Groups!.GoesOn(exclusions, before, level))
            Unsafe.Add(ref state, CountedAt) |= ExcludedBit;
    }

    /// <summary>Whether the newest chain of a settled state that can go on is within its window.</summary>
    public static bool IsOpen(ref long state, long at, in LevelParameters rules)
    {
        for (int level = 1; level < rules.Steps; level++)
        {
            if (Start(ref state, level) is not 0 and var start)
                return at - NoTime - start <= rules.Window;
        }

        return false;
    }

    /// <summary>Whether the words can have come from events, as far as both states share them.</summary>
    /// <param name="state">The words.</param>
    /// <param name="latest">The latest arrival that is possible.</param>
    /// <param name="rules">The sequence.</param>
    public static bool IsValid(ref long state, long latest, in LevelParameters rules)
    {
        GroupRules groups = rules.Groups!;
        int level = Level(ref state);
        long start = Unsafe.Add(ref state, CountedStartAt);
        long arrival = Arrival(ref state);
        if (!IsUsed(ref state) || (Steps(ref state) & ~(ulong.MaxValue >> (SequenceDefinition.MaxSteps - rules.Steps))) != 0 || (Exclusions(ref state) & ~groups.AllExclusions) != 0)
            return false;
        if (level == 0)
            return (Unsafe.Add(ref state, CountedAt) | start | arrival) == 0 && HasStarts(ref state, 0, 0, in rules);
        int before = Before(ref state);
        if (Unsafe.Add(ref state, CountedAt) >> (2 * BeforeShift) != 0)
            return false;
        bool isChain = level <= rules.Steps && start > 0 && start <= arrival && arrival <= latest && arrival - start <= rules.Window;
        bool isSplit = before >= 0 && before < level && before == 0 == (start == arrival) && (!groups.IsStrict || before == level - 1);
        bool mayBeExcluded = level < rules.Steps && !groups.GoesOn(groups.AllExclusions, level, level);
        return isChain && isSplit && (mayBeExcluded || !IsExcluded(ref state)) && HasStarts(ref state, level, groups.StartsOnce ? start : 0, in rules);
    }

    private static bool HasStarts(ref long state, int reached, long only, in LevelParameters rules)
    {
        long above = Now(ref state) - 1;
        for (int level = 1; level < rules.Steps; level++)
        {
            long start = Start(ref state, level);
            if (start < 0 || start > above || (start != 0 && (level > reached || (only != 0 && start != only))))
                return false;
            above = start == 0 ? above : start;
        }

        return true;
    }
}
