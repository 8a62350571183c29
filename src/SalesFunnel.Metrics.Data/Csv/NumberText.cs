using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Reads money from text, without group separators: in <c>1,234</c> nobody can tell thousands from decimals.</summary>
internal sealed class NumberText
{
    private readonly NumberFormatInfo _format;

    public NumberText(char decimalSeparator)
    {
        _format = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        _format.NumberDecimalSeparator = decimalSeparator.ToString();
        _format.NumberGroupSeparator = decimalSeparator == ',' ? "." : ",";
        Expected = $"a number with at most four decimals, within ±922 trillion and without group separators, for example 1234{decimalSeparator}56";
    }

    public string Expected { get; }

    public bool TryRead(ReadOnlySpan<char> text, out long amountE4)
    {
        amountE4 = 0;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, _format, out decimal amount)
            && AmountE4.TryFromDecimal(amount, out amountE4);
    }
}
