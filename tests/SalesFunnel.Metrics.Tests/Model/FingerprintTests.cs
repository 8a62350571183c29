namespace SalesFunnel.Metrics.Tests.Model;

public class FingerprintTests
{
    private static readonly FunnelDefinition Reference = FunnelDefinition.Create("One").Stage("a", StageRole.Awareness).Stage("b", StageRole.Interest).Dimension("x").Dimension("y").Won("w");

    [Fact]
    public void Name_and_labels_do_not_change_the_fingerprint() =>
        Assert.Equal(
            Reference.Fingerprint,
            FunnelDefinition.Create("Other").Stage("a", StageRole.Awareness, "Erste").Stage("b", StageRole.Interest, "Zweite").Dimension("x").Dimension("y").Won("w", "Gewonnen").Fingerprint);

    [Fact]
    public void Whatever_changes_a_count_changes_the_fingerprint()
    {
        FunnelDefinition[] others =
        [
            FunnelDefinition.Create("One").Stage("b", StageRole.Awareness).Stage("a", StageRole.Interest).Dimension("x").Dimension("y").Won("w"),
            FunnelDefinition.Create("One").Stage("A", StageRole.Awareness).Stage("b", StageRole.Interest).Dimension("x").Dimension("y").Won("w"),
            FunnelDefinition.Create("One").Stage("a", StageRole.Awareness).Stage("b", StageRole.Decision).Dimension("x").Dimension("y").Won("w"),
            FunnelDefinition.Create("One").Stage("a").Stage("b", StageRole.Interest).Dimension("x").Dimension("y").Won("w"),
            FunnelDefinition.Create("One").Stage("a", StageRole.Awareness).Stage("b", StageRole.Interest).Dimension("y").Dimension("x").Won("w"),
            FunnelDefinition.Create("One").Stage("a", StageRole.Awareness).Stage("b", StageRole.Interest).Dimension("x").Won("w"),
            FunnelDefinition.Create("One").Stage("a", StageRole.Awareness).Stage("b", StageRole.Interest).Dimension("x").Dimension("y").Won("v"),
            FunnelDefinition.Create("One").Stage("a", StageRole.Awareness).Stage("b", StageRole.Interest).Stage("c").Dimension("x").Dimension("y").Won("w"),
        ];

        Assert.Equal(others.Length + 1, others.Append(Reference).Select(f => f.Fingerprint).Distinct().Count());
    }

    [Fact]
    public void Keys_that_run_together_are_told_apart() =>
        Assert.NotEqual(
            FunnelDefinition.Create("One").Stage("a:0\ns1:b").Won("w").Fingerprint,
            FunnelDefinition.Create("One").Stage("a").Stage("b").Won("w").Fingerprint);

    [Fact]
    public void The_fingerprint_of_the_classic_funnel_is_pinned() => Assert.Equal(5341858677364178211UL, FunnelDefinition.Classic.Fingerprint);
}
