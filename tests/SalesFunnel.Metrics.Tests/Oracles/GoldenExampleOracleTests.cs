using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Oracles;

/// <summary>The oracle itself against an example worked out by hand.</summary>
public class GoldenExampleOracleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_oracle_gives_the_golden_example(bool asLog)
    {
        Figures counted = StageHistoryOracle.Count(GoldenExample.Definition, GoldenExample.Events, GoldenExample.AsOf, new OracleOptions { AsLog = asLog }).Count();

        AssertRow(counted, "reached", 10, 8, 6, 3);
        AssertRow(counted, "touched", 9, 6, 6, 3);
        AssertRow(counted, "strict", 9, 6, 4, 1);
        AssertRow(counted, "visits", 9, 7, 7, 4);
        AssertRow(counted, "lostAtFurthest", 1, 1, 2);
        AssertRow(counted, "openAtFurthest", 1, 1, 1);
        AssertRow(counted, "lostFrom", 1, 2, 1);
        AssertRow(counted, "inStageNow", 1, 1, 1);
        Assert.Equal(3, counted["won"]);
        Assert.Equal(4, counted["lost"]);
        Assert.Equal(4, counted["everWon"]);
        Assert.Equal(1, counted["reopenedDeals"]);
        Assert.Equal(1, counted["regressMoves[2]"]);
        AssertRow(counted, "times.Lost.count", 1, 2, 1);
        Assert.Equal(86_400_000_000, counted["times.Back.micros[2]"]);
    }

    private static void AssertRow(Figures counted, string name, params int[] expected) =>
        Assert.Equal(expected.Select(e => (Int128)e), expected.Select((_, stage) => counted[Figures.At(name, stage)]));
}
