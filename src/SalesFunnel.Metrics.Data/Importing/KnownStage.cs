namespace SalesFunnel.Metrics.Data;

/// <summary>A stage that a system has from the start.</summary>
/// <param name="Kind">Open, won or lost.</param>
/// <param name="Role">The phase it opens, if any.</param>
/// <param name="Names">Lower-case labels and ids; the first is the label.</param>
internal sealed record KnownStage(DealStatus Kind, StageRole? Role, params string[] Names)
{
    public static KnownStage Open(StageRole? role, params string[] names) => new(DealStatus.Open, role, names);

    public static KnownStage Won(params string[] names) => new(DealStatus.Won, null, names);

    public static KnownStage Lost(params string[] names) => new(DealStatus.Lost, null, names);
}
