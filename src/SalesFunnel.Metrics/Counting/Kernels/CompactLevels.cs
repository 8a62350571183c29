using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SalesFunnel.Metrics;

/// <summary>Levels of up to six steps in 32 bytes: eight lanes of 32 bits.</summary>
/// <remarks>Lane 0: the levels ever reached (bits 0–7) and the steps of the current time group (bits 8–15). Lanes 1–5: for each level how fresh its start is, 2³² − 1 minus its age at the last
/// event, so that zero is none and the age saturates instead of wrapping round. Lanes 6 and 7: time of the last event, 64 bits. Starts of longer chains are never later than those of shorter ones, so a step copies the freshness of the level below without a
/// comparison; whether the window still holds only decides if a level counts as reached.</remarks>
internal readonly struct CompactLevels : ILevelState
{
    private const int GroupShift = 8;

    // Lane k takes bit k of the run of steps; lanes that hold no level have a bit that no run has.
    private static Vector256<uint> LaneBits => Vector256.Create(1u << 31, 1u << 1, 1u << 2, 1u << 3, 1u << 4, 1u << 5, 1u << 31, 1u << 31);

    private static Vector256<uint> MiscLane => Vector256.Create(uint.MaxValue, 0, 0, 0, 0, 0, 0, 0);

    private static Vector256<uint> TimeLanes => Vector256.Create(0, 0, 0, 0, 0, 0, uint.MaxValue, uint.MaxValue);

    public static int Words(int steps) => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply(ref long state, long at, int step, in LevelParameters rules) =>
        Vector256.IsHardwareAccelerated ? ApplyVector(ref state, at, step, in rules) : ApplyScalar(ref state, at, step, in rules);

    public static ulong Reached(ref long state, in LevelParameters rules) => (byte)state;

    public static long Last(ref long state) => Unsafe.Add(ref state, 3);

    public static bool IsOpen(ref long state, long at, in LevelParameters rules) => Fresh(Lane(ref state, 1), Elapsed(at - Last(ref state))) >= rules.Threshold;

    public static bool IsUsed(ref long state) => (uint)state != 0;

    public static bool IsValid(ref long state, in LevelParameters rules)
    {
        uint misc = (uint)state;
        uint reached = (byte)misc;
        uint group = misc >> GroupShift;
        if (group == 0 || group >> rules.Steps != 0 || (reached & (reached + 1)) != 0 || reached >> rules.Steps != 0)
            return false;
        for (int level = 2; level < LevelRules.CompactSteps; level++)
        {
            if (Lane(ref state, level) > Lane(ref state, level - 1))
                return false;
        }

        return true;
    }

    /// <summary>The scalar twin of <see cref="ApplyVector"/>, and its oracle.</summary>
    public static bool ApplyScalar(ref long state, long at, int step, in LevelParameters rules)
    {
        uint misc = (uint)state;
        long delta = misc == 0 ? 0 : at - Last(ref state);
        if ((ulong)delta > (ulong)rules.ForgetAfter)
            return false;
        uint elapsed = Elapsed(delta);
        for (int level = 1; level < LevelRules.CompactSteps; level++)
            Lane(ref state, level) = Fresh(Lane(ref state, level), elapsed);
        uint start = step == 1 ? uint.MaxValue : Lane(ref state, step - 1);
        uint group = 1u << (step - 1);
        if (rules.TiesMask != 0 && delta == 0)
            group |= misc >> GroupShift;
        uint reached = (byte)misc;
        for (int level = step; level <= rules.Steps && (group >> (level - 1) & 1) != 0; level++)
        {
            if (level < LevelRules.CompactSteps)
                Lane(ref state, level) = start;
            if (start >= rules.Threshold)
                reached |= 1u << (level - 1);
        }

        Lane(ref state, 0) = reached | (group << GroupShift);
        Unsafe.Add(ref state, 3) = at;
        return true;
    }

    // No branch but the one for late events: which step comes, and whether it counts, is hard to predict. A mask is all ones where its condition holds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ApplyVector(ref long state, long at, int step, in LevelParameters rules)
    {
        ref uint lanes = ref Unsafe.As<long, uint>(ref state);
        Vector256<uint> old = Vector256.LoadUnsafe(ref lanes);
        uint misc = lanes;
        long delta = (at - Unsafe.Add(ref state, 3)) & (int)NotZero(misc);
        if ((ulong)delta > (ulong)rules.ForgetAfter)
            return false;
        uint elapsed = (uint)delta | NotZero((uint)(delta >>> 32));
        Vector256<uint> passed = Vector256.Create(elapsed);
        Vector256<uint> aged = Vector256.Max(old, passed) - passed;
        Vector256<uint> starts = Vector256.ShuffleNative(aged, Vector256.Create((uint)step - 1)) | Vector256.Create((uint)((step - 2) >> 31)); // step 1 starts afresh
        uint start = starts.ToScalar();
        uint group = (misc >> GroupShift & ~NotZero(elapsed) & rules.TiesMask) | (1u << (step - 1));
        uint fromStep = group >> (step - 1);
        uint run = (fromStep & ~(fromStep + 1)) << (step - 1); // this step and those after it without a gap
        uint counts = run & ~(uint)((start - (long)rules.Threshold) >> 63);
        misc = (byte)(misc | counts) | (group << GroupShift);
        Vector256<uint> bits = LaneBits;
        Vector256<uint> changed = Vector256.Equals(Vector256.Create(run << 1) & bits, bits);
        Vector256<uint> result = Vector256.ConditionalSelect(changed, starts, aged);
        result = Vector256.ConditionalSelect(MiscLane, Vector256.Create(misc), result);
        result = Vector256.ConditionalSelect(TimeLanes, Vector256.Create(at).AsUInt32(), result);
        result.StoreUnsafe(ref lanes);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NotZero(uint value) => (uint)((int)(value | (0 - value)) >> 31);

    private static ref uint Lane(ref long state, int lane) => ref Unsafe.Add(ref Unsafe.As<long, uint>(ref state), lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Elapsed(long delta) => (uint)Math.Min(delta, uint.MaxValue);

    private static uint Fresh(uint fresh, uint elapsed) => Math.Max(fresh, elapsed) - elapsed;
}
