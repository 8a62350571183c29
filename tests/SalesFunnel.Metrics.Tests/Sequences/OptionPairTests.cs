using System.Text;
using SalesFunnel.Metrics.Testing;
using SalesFunnel.Metrics.Tests.Conventions;

namespace SalesFunnel.Metrics.Tests.Sequences;

public class OptionPairTests
{
    private static readonly SequenceFeature[] Features = Enum.GetValues<SequenceFeature>();

    [Fact]
    public void The_table_of_pairs_in_the_docs_is_that_of_the_code() =>
        Assert.Contains(Table(), File.ReadAllText(Repository.PathOf("docs", "semantics.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void A_pair_is_the_same_from_both_sides() =>
        Assert.All(Pairs(), static p => Assert.Equal(SequenceOptionPairs.Of(p.A, p.B), SequenceOptionPairs.Of(p.B, p.A)));

    [Fact]
    public void The_builder_refuses_exactly_the_pairs_that_the_table_refuses() => Assert.All(Pairs(), static p =>
    {
        bool isRefused = SequenceOptionPairs.Of(p.A, p.B) == SequenceSupport.Refused;
        if (SequenceOptionPairs.Of(p.A, p.B) != SequenceSupport.OneChoice && p.A != SequenceFeature.Breakdown && p.B != SequenceFeature.Breakdown)
            Assert.True(isRefused == Refuses(p.A, p.B), $"{p.A} with {p.B}: the table says {SequenceOptionPairs.Of(p.A, p.B)}.");
    });

    [Fact]
    public void Refused_pairs_are_told_with_what_to_do_all_at_once()
    {
        FunnelDefinitionException error = Assert.Throws<FunnelDefinitionException>(static () => SequenceDefinition.Create("s")
            .Step("a").ThenDirectly("b").Step("c").Optional().Step("d")
            .Within(TimeSpan.FromDays(1), new SequenceRules { Order = StepOrder.Any, Ties = EventTies.Input }));
        Assert.Equal(3, error.Errors.Count);
        Assert.Contains("Direct steps have no meaning where steps are done in any order: there is no step before. Use Step, or the given order.", error.Errors);
    }

    [Fact]
    public void An_exclusion_starts_and_ends_at_mandatory_steps()
    {
        FunnelDefinitionException error = Assert.Throws<FunnelDefinitionException>(static () => SequenceDefinition.Create("s")
            .Step("a").Step("b").Optional().Step("c").Exclude("x", "a", "b").Within(TimeSpan.FromDays(1)));
        Assert.Equal(["The exclusion from 'a' to 'b' starts or ends at an optional step, which may be left out. Name mandatory steps."], error.Errors);
    }

    [Fact]
    public void In_any_order_an_exclusion_goes_from_the_first_step_to_the_last()
    {
        FunnelDefinitionException error = Assert.Throws<FunnelDefinitionException>(static () => SequenceDefinition.Create("s")
            .Step("a").Step("b").Step("c").Exclude("x", "a", "b").Within(TimeSpan.FromDays(1), new SequenceRules { Order = StepOrder.Any }));
        Assert.Equal(["Where steps are done in any order, an exclusion goes from the first step to the last: 'a' to 'c'."], error.Errors);
    }

    [Fact]
    public void Anchored_steps_are_limited_as_their_cost_doubles_with_each_step()
    {
        SequenceBuilder builder = SequenceDefinition.Create("s");
        for (int i = 0; i <= SequenceOptionPairs.MaxAnchoredSteps; i++)
            builder = builder.Step($"s{i}");
        FunnelDefinitionException error = Assert.Throws<FunnelDefinitionException>(() => builder.Anchored().Within(TimeSpan.FromDays(1), new SequenceRules { Order = StepOrder.Any }));
        Assert.StartsWith("The sequence has anchored steps and 11 steps; with anchored ones at most 10 are allowed", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    private static IEnumerable<(SequenceFeature A, SequenceFeature B)> Pairs() => Features.SelectMany(static a => Features.Where(b => b != a).Select(b => (a, b)));

    private static bool Refuses(SequenceFeature a, SequenceFeature b)
    {
        bool Has(SequenceFeature feature) => a == feature || b == feature;
        SequenceRules rules = Has(SequenceFeature.Preset) ? SequenceRules.PostHog() : new SequenceRules();
        rules = rules with
        {
            Ties = Has(SequenceFeature.TiesInput) ? EventTies.Input : Has(SequenceFeature.TiesStrict) ? EventTies.Strict : EventTies.Any,
            Reuse = Has(SequenceFeature.Reuse) ? EventReuse.Allow : EventReuse.Forbid,
            Order = Has(SequenceFeature.AnyOrder) || (Has(SequenceFeature.Anchored) && !Has(SequenceFeature.Preset)) ? StepOrder.Any : StepOrder.Given,
            Exclusions = Has(SequenceFeature.DropEntity) ? ExclusionPolicy.DropEntity : Has(SequenceFeature.EraseAttempt) ? ExclusionPolicy.EraseAttempt : ExclusionPolicy.DropAttempt,
            Attempts = Has(SequenceFeature.FirstEntry) ? AttemptPolicy.FirstEntry : Has(SequenceFeature.Best) ? AttemptPolicy.Best : AttemptPolicy.LatestStart,
            Unit = Has(SequenceFeature.Totals) ? SequenceUnit.Attempts : SequenceUnit.Entities,
        };
        var middle = new StepSpec(Has(SequenceFeature.Direct), Has(SequenceFeature.Gaps) ? 1 : 0, null, Has(SequenceFeature.Optional));
        bool excludes = Has(SequenceFeature.DropAttempt) || Has(SequenceFeature.DropEntity) || Has(SequenceFeature.EraseAttempt);
        var input = new ChainCase([new StepSpec(IsAnchored: Has(SequenceFeature.Anchored)), middle, new StepSpec()], excludes ? [(0, 2)] : [], 10, rules, [], 0, default);
        return Record.Exception(input.Definition) is FunnelDefinitionException;
    }

    private static string Table()
    {
        var text = new StringBuilder("| |");
        foreach (SequenceFeature feature in Features)
            text.Append($" {(int)feature + 1} |");
        text.Append("\n|---|").Insert(text.Length, ":-:|", Features.Length);
        foreach (SequenceFeature row in Features)
        {
            text.Append($"\n| {(int)row + 1} {NameOf(row)} |");
            foreach (SequenceFeature column in Features)
                text.Append(column > row ? "  |" : $" {Letter(SequenceOptionPairs.Of(row, column))} |");
        }

        return text.Append('\n').ToString();
    }

    private static string Letter(SequenceSupport support) => support switch
    {
        SequenceSupport.Streaming => "S",
        SequenceSupport.Replay => "R",
        SequenceSupport.Refused => "–",
        _ => "·",
    };

    private static string NameOf(SequenceFeature feature) => feature switch
    {
        SequenceFeature.TiesInput => "ties in input order",
        SequenceFeature.TiesStrict => "ties strict",
        SequenceFeature.Reuse => "reuse",
        SequenceFeature.AnyOrder => "any order",
        SequenceFeature.Anchored => "anchored steps",
        SequenceFeature.Direct => "direct steps",
        SequenceFeature.Gaps => "gaps",
        SequenceFeature.DropAttempt => "exclusions drop the attempt",
        SequenceFeature.DropEntity => "exclusions drop the entity",
        SequenceFeature.EraseAttempt => "exclusions erase the attempt",
        SequenceFeature.Optional => "optional steps",
        SequenceFeature.FirstEntry => "first entry",
        SequenceFeature.Best => "best attempt",
        SequenceFeature.Totals => "attempts counted",
        SequenceFeature.Breakdown => "breakdown",
        SequenceFeature.Preset => "preset of another system",
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "The feature has no name in the docs."),
    };
}
