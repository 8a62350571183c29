namespace SalesFunnel.Metrics.Testing;

/// <summary>Ten deals on which the counting rules give different answers, all worked out by hand.</summary>
public static class GoldenExample
{
    /// <summary>Stages A, I, D, and W (won); L is lost. Deal 9 was won, re-opened and lost.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["AIDW", "ADW", "DW", "AIL", "AL", "AIDIL", "AI", "AID", "AIDWDL", "A"];

    public static FunnelDefinition Definition { get; } = FunnelDefinition.Create("Golden")
        .Stage("A", StageRole.Awareness)
        .Stage("I", StageRole.Interest)
        .Stage("D", StageRole.Decision)
        .Won("W");

    public static DateTimeOffset AsOf { get; } = new(2026, 9, 30, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Deal n starts on the n-th of July and takes one step a day; rows deal by deal.</summary>
    public static IReadOnlyList<DealEvent> Events { get; } = Paths.SelectMany((path, deal) => path.Select((step, day) =>
    {
        DateTimeOffset at = new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero).AddDays(deal + day);
        return step switch
        {
            'W' => DealEvent.Won(deal + 1, at),
            'L' => DealEvent.Lost(deal + 1, at),
            _ => DealEvent.Enter(deal + 1, at, "AID".IndexOf(step, StringComparison.Ordinal)),
        };
    })).ToArray();
}
