namespace SalesFunnel.Metrics;

/// <summary>One stage of a funnel.</summary>
/// <param name="Index">0-based position in the funnel.</param>
/// <param name="Key">Stable identifier; part of the fingerprint of the funnel.</param>
/// <param name="Label">What people read; may change without changing a result.</param>
/// <param name="Role">The phase that this stage opens, if any.</param>
/// <param name="IsWon">True for the last stage only.</param>
public sealed record Stage(int Index, string Key, string Label, StageRole? Role, bool IsWon)
{
    /// <summary>Gets the 1-based position in the funnel.</summary>
    public int Ordinal => Index + 1;

    /// <inheritdoc/>
    public override string ToString() => Label;
}
