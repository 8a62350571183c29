namespace SalesFunnel.Metrics.Data;

/// <summary>How many amounts were in one currency, and whether they could be counted.</summary>
/// <param name="Currency">The currency, as the file writes it.</param>
/// <param name="Amounts">How many amounts.</param>
/// <param name="IsPriced">False when it is not the currency of the funnel and the mapping has no rate: the deals count, without amount.</param>
public sealed record CurrencyCount(string Currency, long Amounts, bool IsPriced);
