namespace SalesFunnel.Metrics.Data;

/// <summary>Reads amounts in the currency of the funnel, and counts those in others.</summary>
internal sealed class AmountReader
{
    private readonly CurrencySetting? _setting;
    private readonly Dictionary<string, (long Count, decimal Rate)> _currencies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (long Count, decimal Rate)>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public AmountReader(FunnelMapping mapping)
    {
        _setting = mapping.Currency;
        _bySpan = _currencies.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads the amount of the current row.</summary>
    /// <returns>False when the text is not an amount. An empty one, and one in a currency without rate, is read as none.</returns>
    /// <param name="table">The table.</param>
    /// <param name="column">The column with the amount; −1 = there is none.</param>
    /// <param name="currencyColumn">The column with its currency; −1 = there is none.</param>
    /// <param name="amountE4">The amount.</param>
    public bool TryRead(CsvTable table, int column, int currencyColumn, out long amountE4)
    {
        amountE4 = DealEvent.NoValue;
        if (column < 0 || table.Field(column) is not { IsEmpty: false } text)
            return true;
        ReadOnlySpan<char> currency = currencyColumn < 0 ? default : table.Field(currencyColumn);
        decimal rate = RateOf(currency);
        if (rate == 0)
            return true;
        if (!currency.IsEmpty)
            text = WithoutSigns(text); // the column of currencies says it; a sign of each would look like two currencies in one column
        if (table.Numbers(column).TryRead(text, out long amount) && (rate == 1 || AmountE4.TryFromDecimal(decimal.Round(AmountE4.ToDecimal(amount) * rate, 4), out amount)))
        {
            amountE4 = amount;
            return true;
        }

        return false;
    }

    public IReadOnlyList<CurrencyCount> ToCounts() =>
        [.. _currencies.OrderByDescending(static c => c.Value.Count).ThenBy(static c => c.Key, StringComparer.Ordinal).Select(static c => new CurrencyCount(c.Key, c.Value.Count, c.Value.Rate != 0))];

    private decimal RateOf(ReadOnlySpan<char> currency)
    {
        if (_setting is null || currency.IsEmpty)
            return 1;
        if (!_bySpan.TryGetValue(currency, out (long Count, decimal Rate) known))
        {
            string text = currency.ToString();
            known = (0, string.Equals(text, _setting.Base, StringComparison.OrdinalIgnoreCase) ? 1 : _setting.Rates.GetValueOrDefault(text));
        }

        _bySpan[currency] = (known.Count + 1, known.Rate);
        return known.Rate;
    }

    private static ReadOnlySpan<char> WithoutSigns(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && char.GetUnicodeCategory(text[0]) == System.Globalization.UnicodeCategory.CurrencySymbol)
            text = text[1..].TrimStart();
        while (!text.IsEmpty && char.GetUnicodeCategory(text[^1]) == System.Globalization.UnicodeCategory.CurrencySymbol)
            text = text[..^1].TrimEnd();
        return text;
    }
}
