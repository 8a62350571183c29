using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the money of one column: <c>1234.5</c>, <c>1 234 567,89</c>, <c>$12,000.00</c>, <c>(500)</c>.</summary>
/// <remarks>What separates decimals is stated by the mapping, or learnt from the column: a value such as <c>1,234.50</c>, <c>12,5</c> or <c>1.234.567</c> tells it, one such as
/// <c>1,234</c> does not, and is refused until another value has told it. Values that contradict it are refused, and so is a second currency sign in one column.</remarks>
internal sealed class NumberText
{
    private const int Decimals = 4;
    private const int MaxPlainDigits = 18 - Decimals; // any number of so many digits fits

    private readonly bool _isStated;
    private char? _decimal;
    private string? _currency;

    private NumberText(char? decimalSeparator, bool isStated) => (_decimal, _isStated) = (decimalSeparator, isStated);

    public string Expected => _decimal is { } mark
        ? $"a number with at most four decimals, within ±922 trillion, for example 1234{mark}56 (the decimal separator is '{mark}', {(_isStated ? "as the mapping says" : "as in the rest of the column")}){CurrencyNote}"
        : $"a number with at most four decimals, within ±922 trillion, for example 1234.56; where nobody can tell thousands from decimals, as in 1,234, state \"decimalSeparator\" in the mapping{CurrencyNote}";

    private string CurrencyNote => _currency is null ? string.Empty : $"; the currency of this column is {_currency}, and amounts in another one cannot be added to it";

    public static NumberText Stated(char decimalSeparator) => new(decimalSeparator, isStated: true);

    /// <summary>Learns how a column writes numbers from its first values; most win.</summary>
    public static NumberText Learn(IEnumerable<string> values)
    {
        (int points, int commas) = (0, 0);
        Span<char> digits = stackalloc char[NumberScan.MaxChars];
        foreach (string value in values)
        {
            char? own = NumberScan.TryOf(value, null, digits, out NumberScan scan, out _) ? scan.Decimal : null;
            points += own == '.' ? 1 : 0;
            commas += own == ',' ? 1 : 0;
        }

        return new NumberText((points + commas, points >= commas) switch { (0, _) => null, (_, true) => '.', _ => ',' }, isStated: false);
    }

    public bool TryRead(ReadOnlySpan<char> text, out long amountE4)
    {
        // Plain numbers, which most are, need no taking apart.
        if (TryReadPlain(text, _decimal == '.', out amountE4))
            return true;
        amountE4 = 0;
        if (_decimal != '.' && long.TryParse(text, NumberStyles.AllowLeadingSign, NumberFormatInfo.InvariantInfo, out long whole))
            return AmountE4.TryFromDecimal(whole, out amountE4);
        if (_decimal == '.' && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, NumberFormatInfo.InvariantInfo, out decimal plain))
            return AmountE4.TryFromDecimal(plain, out amountE4);

        Span<char> digits = stackalloc char[NumberScan.MaxChars];
        if (!NumberScan.TryOf(text, _decimal, digits, out NumberScan scan, out ReadOnlySpan<char> currency) || scan.IsAmbiguous || !TakesCurrency(currency)
            || !decimal.TryParse(digits[..scan.Length], NumberStyles.AllowDecimalPoint, NumberFormatInfo.InvariantInfo, out decimal amount)
            || !AmountE4.TryFromDecimal(scan.IsNegative ? -amount : amount, out amountE4))
            return false;
        _decimal ??= scan.Decimal;
        if (!currency.IsEmpty)
            _currency ??= currency.ToString();
        return true;
    }

    // Digits, perhaps a point and up to four more. False leaves the answer to the readings below, for mistakes as well.
    private static bool TryReadPlain(ReadOnlySpan<char> text, bool takesPoint, out long amountE4)
    {
        amountE4 = 0;
        int whole = 0;
        for (; whole < text.Length && char.IsAsciiDigit(text[whole]); whole++)
        {
            if (whole == MaxPlainDigits)
                return false;
            amountE4 = (amountE4 * 10) + (text[whole] - '0');
        }

        int missing = Decimals;
        if (whole < text.Length)
        {
            if (!takesPoint || text[whole] != '.' || text.Length - whole - 1 > Decimals)
                return false;
            foreach (char c in text[(whole + 1)..])
            {
                if (!char.IsAsciiDigit(c))
                    return false;
                amountE4 = (amountE4 * 10) + (c - '0');
                missing--;
            }
        }

        for (; missing > 0; missing--)
            amountE4 *= 10;
        return whole > 0;
    }

    private bool TakesCurrency(ReadOnlySpan<char> currency) => currency.IsEmpty || _currency is null || currency.SequenceEqual(_currency);
}
