namespace SalesFunnel.Metrics.Data;

/// <summary>A stage of a mapping.</summary>
/// <param name="Key">Stable identifier, and the text of the stage column unless <see cref="Names"/> says otherwise.</param>
public sealed record MappedStage(string Key)
{
    /// <summary>Gets what people read; the key when not given.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the phase that the stage opens, if any.</summary>
    public StageRole? Role { get; init; }

    /// <summary>Gets the texts of the stage column that mean this stage; empty = the key.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
