namespace SalesFunnel.Metrics.Data;

/// <summary>The texts of a status beside the stage, compared without case.</summary>
public sealed record StatusTexts
{
    /// <summary>Gets the texts that mean that the deal is open.</summary>
    public IReadOnlyList<string> Open { get; init; } = ["open"];

    /// <summary>Gets the texts that mean won.</summary>
    public IReadOnlyList<string> Won { get; init; } = ["won"];

    /// <summary>Gets the texts that mean lost.</summary>
    public IReadOnlyList<string> Lost { get; init; } = ["lost"];

    /// <summary>Gets the texts that mean deleted.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = ["deleted"];
}
