using SalesFunnel.Metrics.Testing;
using SalesFunnel.Metrics.Testing.Oracles;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>That the generated cases put every option to the test: without it many of them would have another answer.</summary>
public class ModeCoverageTests
{
    private const int Streams = 1000;

    public static TheoryData<string> Features => [.. Enum.GetNames<SequenceFeature>().Where(static n => n != nameof(SequenceFeature.Preset))];

    [Theory]
    [MemberData(nameof(Features))]
    public void Without_the_option_many_generated_cases_have_another_answer(string feature)
    {
        SequenceMode mode = SequenceMode.All.Single(m => m.Name == feature);
        int different = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            ChainCase input = ChainCases.Draw(mode, new Random(seed));
            different += SequenceOracle.Outcomes(input).SequenceEqual(SequenceOracle.Outcomes(Without(input, Enum.Parse<SequenceFeature>(feature))), Alike.Instance) ? 0 : 1;
        }

        Assert.True(different >= 25, $"Only {different} of {Streams} cases depend on it.");
    }

    [Fact]
    public void Most_cases_of_the_plain_definition_go_beyond_the_first_step() =>
        Assert.True(Enumerable.Range(0, Streams).Count(static seed => SequenceOracle.Outcomes(ChainCases.Draw(SequenceMode.All[0], new Random(seed))).Any(static o => o.Times[1] is not null)) > Streams / 3);

    private static ChainCase Without(ChainCase input, SequenceFeature feature) => feature switch
    {
        SequenceFeature.TiesInput or SequenceFeature.TiesStrict => input with { Rules = input.Rules with { Ties = EventTies.Any } },
        SequenceFeature.Reuse => input with { Rules = input.Rules with { Reuse = EventReuse.Forbid } },
        SequenceFeature.AnyOrder => input with { Steps = [.. input.Steps.Select(static s => s with { IsAnchored = false })], Rules = input.Rules with { Order = StepOrder.Given } },
        SequenceFeature.Anchored => input with { Steps = [.. input.Steps.Select(static s => s with { IsAnchored = false })] },
        SequenceFeature.Direct => input with { Steps = [.. input.Steps.Select(static s => s with { IsDirect = false })] },
        SequenceFeature.Gaps => input with { Steps = [.. input.Steps.Select(static s => s with { MinGap = 0, MaxGap = null })] },
        SequenceFeature.DropAttempt => input with { Exclusions = [], Rows = [.. input.Rows.Select(static r => r with { Exclusions = 0 })] },
        SequenceFeature.DropEntity or SequenceFeature.EraseAttempt => input with { Rules = input.Rules with { Exclusions = ExclusionPolicy.DropAttempt } },
        SequenceFeature.Optional => input with { Steps = [.. input.Steps.Select(static s => s with { IsOptional = false })] },
        SequenceFeature.FirstEntry or SequenceFeature.Best => input with { Rules = input.Rules with { Attempts = AttemptPolicy.LatestStart } },
        SequenceFeature.Totals => input with { Rules = input.Rules with { Unit = SequenceUnit.Entities } },
        SequenceFeature.Breakdown => input with { Breakdown = default },
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "The feature is not generated."),
    };

    private sealed class Alike : IEqualityComparer<OracleOutcome>
    {
        public static readonly Alike Instance = new();

        public bool Equals(OracleOutcome? x, OracleOutcome? y) => x?.ToString() == y?.ToString();

        public int GetHashCode(OracleOutcome obj) => 0;
    }
}
