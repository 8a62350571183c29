using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

public class DefinitionOracleTests
{
    private const int Streams = 1000;

    public static TheoryData<string> Modes => [.. SequenceMode.All.Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_evaluator_finds_what_a_search_through_all_assignments_finds(string mode) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Streams),
        Prop.ForAll(ChainCases.Of(SequenceMode.All.Single(m => m.Name == mode)), static input =>
        {
            string? difference = SequenceComparison.Difference(input);
            return (difference is null).Label(difference ?? string.Empty);
        }));
}
