namespace SalesFunnel.Metrics.Data;

/// <summary>The table of acquisition costs: one line a row.</summary>
/// <param name="File">Name of the file, relative to the folder of the mapping.</param>
/// <param name="Period">Column with the month, as <c>2024-01</c> or any date in it.</param>
/// <param name="Amount">Column with the amount, zero or more.</param>
public sealed record CostsTable(string File, string Period, string Amount)
{
    /// <summary>Gets the column with the channel; an empty field is a line that serves all channels.</summary>
    public string? Channel { get; init; }

    /// <summary>Gets the column with the kind of cost; without it every line is of <see cref="MarketingKind"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Gets the kind that counts as the channel's own spend; compared without case.</summary>
    public string MarketingKind { get; init; } = "marketing";

    /// <summary>Gets the dimension whose values are the channels.</summary>
    public string Dimension { get; init; } = "channel";

    /// <summary>Gets the .NET date formats of the period; empty = <c>yyyy-MM</c> or ISO 8601.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];
}
