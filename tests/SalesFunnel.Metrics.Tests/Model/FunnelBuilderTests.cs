namespace SalesFunnel.Metrics.Tests.Model;

public class FunnelBuilderTests
{
    [Fact]
    public void All_errors_of_a_definition_are_reported_at_once()
    {
        FunnelDefinitionException thrown = Assert.Throws<FunnelDefinitionException>(() => FunnelDefinition.Create(" ")
            .Stage("New", StageRole.Decision)
            .Stage("New", StageRole.Awareness)
            .Stage(" ")
            .Stage("Signed", StageRole.Purchase)
            .Stage("Odd", (StageRole)17)
            .Dimension("owner").Dimension("owner").Dimension(string.Empty).Dimension("fourth")
            .Won("Closed"));

        string[] expected =
        [
            "no name", "Stage 2 has the key 'New' of stage 1", "Stage 2 ('New') has the role Awareness after", "Stage 3 has an empty key",
            "Stage 4 ('Signed') has the role Purchase", "Stage 5 ('Odd') has the unknown role 17", "4 dimensions; at most 3", "'owner' is declared twice", "empty name",
        ];
        Assert.Equal(expected.Length, thrown.Errors.Count);
        Assert.All(expected, part => Assert.Contains(thrown.Errors, e => e.Contains(part, StringComparison.Ordinal)));
        Assert.All(thrown.Errors, error => Assert.Contains(error, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_funnel_needs_an_open_stage() =>
        Assert.Contains("only the won stage", Assert.Single(Assert.Throws<FunnelDefinitionException>(() => FunnelDefinition.Create("Empty").Won("Won")).Errors), StringComparison.Ordinal);

    [Fact]
    public void Sixty_four_stages_are_allowed_and_sixty_five_are_not()
    {
        Assert.Equal(64, Chain(63).Won("Won").Stages.Count);
        Assert.Contains("65 stages; at most 64", Assert.Single(Assert.Throws<FunnelDefinitionException>(() => Chain(64).Won("Won")).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void The_won_stage_is_the_last_one_and_carries_the_purchase_role()
    {
        FunnelDefinition funnel = FunnelDefinition.Classic;

        Assert.Equal([true, false], [funnel.Stages[^1].IsWon, funnel.Stages.SkipLast(1).Any(s => s.IsWon)]);
        Assert.Equal((3, 3, 3), (funnel.OpenStageCount, funnel.WonIndex, funnel.IndexOf(StageRole.Purchase)));
        Assert.Equal([1, 2, 3, 4], funnel.Stages.Select(s => s.Ordinal));
    }

    [Fact]
    public void A_role_marks_the_first_stage_that_carries_it()
    {
        FunnelDefinition funnel = FunnelDefinition.Create("Long").Stage("a", StageRole.Awareness).Stage("b", StageRole.Interest).Stage("c", StageRole.Interest).Won("d");

        Assert.Equal((1, -1), (funnel.IndexOf(StageRole.Interest), funnel.IndexOf(StageRole.Decision)));
    }

    [Fact]
    public void Stages_and_dimensions_are_found_by_exact_key()
    {
        FunnelDefinition funnel = FunnelDefinition.Create("Keys").Stage("new").Dimension("owner").Dimension("channel").Won("won");

        Assert.Equal((0, 1, -1), (funnel.IndexOf("new"), funnel.IndexOf("won"), funnel.IndexOf("New")));
        Assert.Equal((0, 1, -1), (funnel.IndexOfDimension("owner"), funnel.IndexOfDimension("channel"), funnel.IndexOfDimension("Owner")));
        Assert.Equal([FunnelDefinition.DefaultDimension], FunnelDefinition.Classic.Dimensions);
    }

    [Fact]
    public void A_label_is_the_key_unless_given_and_a_funnel_prints_its_labels() =>
        Assert.Equal("Sales: Lead > Won!", FunnelDefinition.Create("Sales").Stage("lead", label: "Lead").Won("won", "Won!").ToString());

    private static FunnelBuilder Chain(int openStages)
    {
        FunnelBuilder builder = FunnelDefinition.Create("Chain");
        for (int i = 0; i < openStages; i++)
            builder.Stage($"s{i}");
        return builder;
    }
}
