using FsCheck;
using FsCheck.Fluent;
using static SalesFunnel.Metrics.SequenceFeature;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Generates small sequences with few distinct times: ties, repeated events, events that several steps accept, foreign events, and exclusions are frequent.</summary>
public static class ChainCases
{
    /// <summary>The cases of a mode.</summary>
    public static Arbitrary<ChainCase> Of(SequenceMode mode) =>
        Arb.From(Gen.Choose(int.MinValue, int.MaxValue).Select(seed => Draw(mode, new Random(seed))), ChainCaseShrinker.Shrink);

    /// <summary>One case of a mode.</summary>
    public static ChainCase Draw(SequenceMode mode, Random random)
    {
        HashSet<SequenceFeature> drawn = Features(mode, random);
        int count = random.Next(drawn.Contains(Optional) ? 3 : 2, 5);
        int window = random.Next(0, 3) == 0 ? 100 : random.Next(0, 12);
        StepSpec[] steps = [.. Enumerable.Range(0, count).Select(i => Step(i, count, drawn, random))];
        if (drawn.Contains(Optional))
            steps[random.Next(1, count - 1)] = steps[1] with { IsOptional = true };
        if (drawn.Contains(Anchored))
            steps[random.Next(count)] = new StepSpec(IsAnchored: true);
        (int From, int To)[] exclusions = [.. Enumerable.Range(0, Excludes(drawn) ? random.Next(1, 3) : 0).Select(_ => Exclusion(steps, drawn.Contains(AnyOrder) || drawn.Contains(Anchored), random))];
        var rules = new SequenceRules
        {
            Ties = drawn.Contains(TiesInput) ? EventTies.Input : drawn.Contains(TiesStrict) ? EventTies.Strict : EventTies.Any,
            Reuse = drawn.Contains(Reuse) ? EventReuse.Allow : EventReuse.Forbid,
            Order = drawn.Contains(AnyOrder) || drawn.Contains(Anchored) ? StepOrder.Any : StepOrder.Given,
            Between = random.Next(2) == 0 ? DirectScope.AllEvents : DirectScope.NamedEvents,
            Exclusions = drawn.Contains(DropEntity) ? ExclusionPolicy.DropEntity : drawn.Contains(EraseAttempt) ? ExclusionPolicy.EraseAttempt : ExclusionPolicy.DropAttempt,
            Attempts = drawn.Contains(FirstEntry) ? AttemptPolicy.FirstEntry : drawn.Contains(Best) ? AttemptPolicy.Best : AttemptPolicy.LatestStart,
            Unit = drawn.Contains(Totals) ? SequenceUnit.Attempts : SequenceUnit.Entities,
        };
        var breakdown = new SequenceBreakdown(drawn.Contains(Breakdown) ? (BreakdownKind)random.Next(1, 6) : BreakdownKind.None, random.Next(count));
        return new ChainCase(steps, exclusions, window, rules, Rows(count, exclusions.Length, random), random.Next(0, 6), breakdown);
    }

    private static bool Excludes(HashSet<SequenceFeature> drawn) => drawn.Contains(DropAttempt) || drawn.Contains(DropEntity) || drawn.Contains(EraseAttempt);

    private static HashSet<SequenceFeature> Features(SequenceMode mode, Random random)
    {
        SequenceFeature[] all = [.. Enum.GetValues<SequenceFeature>().Where(static f => f != Preset)];
        HashSet<SequenceFeature> drawn = [.. all.Where(mode.Has)];
        for (int more = random.Next(0, 3); more > 0; more--)
        {
            SequenceFeature other = all[random.Next(all.Length)];
            if (mode.Allows(other) && drawn.All(f => f == other || SequenceOptionPairs.Of(f, other) is SequenceSupport.Streaming or SequenceSupport.Replay))
                drawn.Add(other);
        }

        return drawn;
    }

    private static StepSpec Step(int index, int count, HashSet<SequenceFeature> drawn, Random random)
    {
        if (index == 0)
            return new StepSpec(IsAnchored: drawn.Contains(Anchored) && random.Next(3) == 0);
        var step = new StepSpec(
            IsDirect: drawn.Contains(Direct) && (index == count - 1 || random.Next(2) == 0),
            IsOptional: drawn.Contains(Optional) && index < count - 1 && random.Next(2) == 0,
            IsAnchored: drawn.Contains(Anchored) && random.Next(3) == 0);
        if (!drawn.Contains(Gaps) || (index < count - 1 && random.Next(3) == 0))
            return step;
        int min = random.Next(0, 4);
        return step with { MinGap = min, MaxGap = min > 0 && random.Next(2) == 0 ? null : min + random.Next(0, 4) };
    }

    private static (int From, int To) Exclusion(StepSpec[] steps, bool wholeOnly, Random random)
    {
        if (wholeOnly)
            return (0, steps.Length - 1);
        int[] mandatory = [.. Enumerable.Range(0, steps.Length).Where(i => !steps[i].IsOptional)];
        int from = random.Next(mandatory.Length - 1);
        return (mandatory[from], mandatory[random.Next(from + 1, mandatory.Length)]);
    }

    private static ChainRow[] Rows(int steps, int exclusions, Random random)
    {
        int count = random.Next(4) == 0 ? random.Next(0, 5) : random.Next(5, 10);
        int most = random.Next(0, 4);
        bool overlap = random.Next(2) == 0;
        var rows = new ChainRow[count];
        long at = random.Next(2) == 0 ? 0 : -3;
        for (int i = 0; i < count; i++)
        {
            at += random.Next(0, most + 1);
            ulong mask = overlap && random.Next(2) == 0 ? (ulong)random.Next(1 << steps) : random.Next(8) == 0 ? 0 : 1UL << random.Next(steps);
            ulong excluded = exclusions > 0 && random.Next(4) == 0 ? (ulong)random.Next(1, 1 << exclusions) : 0;
            if (excluded != 0 && random.Next(3) > 0)
                mask = 0;
            long segment = random.Next(4) == 0 ? SegmentValue.None : random.Next(1, 4);
            rows[i] = new ChainRow(at, mask, excluded, segment);
        }

        return rows;
    }
}
