namespace SalesFunnel.Metrics.Data;

/// <summary>Which currency the funnel counts in. Amounts in another one are converted by a stated rate, or not counted as amounts.</summary>
/// <param name="Base">The currency of the funnel, as the currency column writes it.</param>
public sealed record CurrencySetting(string Base)
{
    /// <summary>Gets what one unit of another currency is worth in <see cref="Base"/>, by the text of the currency column.</summary>
    public IReadOnlyDictionary<string, decimal> Rates { get; init; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
}
