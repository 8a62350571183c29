using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>One number taken apart: sign, currency, groups of thousands, decimals.</summary>
internal struct NumberScan
{
    /// <summary>More characters than any amount that fits has.</summary>
    public const int MaxChars = 64;

    private static readonly string[] Words = ["руб.", "руб", "р.", "kr.", "kr", "zł", "Kč", "Ft", "Fr.", "R$", "US$", "C$", "A$"];

    /// <summary>The characters written: digits, and a point before the decimals.</summary>
    public int Length { get; private set; }

    public bool IsNegative { get; private set; }

    /// <summary>What separates the decimals, as far as this number tells.</summary>
    public char? Decimal { get; private set; }

    /// <summary>Whether it can be read in two ways.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Takes a text apart; false when it is no number, or none with this decimal separator.</summary>
    /// <param name="text">The text.</param>
    /// <param name="decimalSeparator">The decimal separator, if it is known.</param>
    /// <param name="digits">Where the digits go.</param>
    /// <param name="scan">The parts.</param>
    /// <param name="currency">The currency as written, or nothing.</param>
    public static bool TryOf(ReadOnlySpan<char> text, char? decimalSeparator, Span<char> digits, out NumberScan scan, out ReadOnlySpan<char> currency)
    {
        scan = default;
        currency = default;
        text = text.Trim();
        if (text.Length is 0 or > MaxChars)
            return false;
        if (text is ['(', .. var inner, ')'])
        {
            scan.IsNegative = true;
            text = inner.Trim();
        }

        return scan.TakeSign(ref text) && TakeCurrency(ref text, out currency) && scan.TakeSign(ref text) && scan.TakeDigits(text, decimalSeparator, digits);
    }

    private bool TakeSign(scoped ref ReadOnlySpan<char> text)
    {
        bool leading = text.Length > 0 && text[0] is '-' or '\u2212' or '+';
        bool trailing = text.Length > 1 && text[^1] is '-' or '\u2212';
        if (!leading && !trailing)
            return true;
        if (IsNegative || (leading && trailing))
            return false;
        IsNegative = trailing || text[0] != '+';
        text = (trailing ? text[..^1] : text[1..]).Trim();
        return true;
    }

    private static bool TakeCurrency(scoped ref ReadOnlySpan<char> text, out ReadOnlySpan<char> currency)
    {
        currency = default;
        int first = text.IndexOfAnyInRange('0', '9');
        int last = text.LastIndexOfAnyInRange('0', '9');
        if (first < 0)
            return false;
        ReadOnlySpan<char> before = text[..first];
        ReadOnlySpan<char> after = text[(last + 1)..].Trim();
        ReadOnlySpan<char> sign = before is [.., '-' or '\u2212' or '.' or ','] && !IsCurrency(before.Trim()) ? before[^1..] : default;
        before = before[..^sign.Length].Trim();
        if (before.Length > 0 && after.Length > 0)
            return false;
        currency = before.Length > 0 ? before : after;
        if (!currency.IsEmpty && !IsCurrency(currency))
            return false;
        text = text[(first - sign.Length)..(last + 1)];
        return true;
    }

    private static bool IsCurrency(ReadOnlySpan<char> text)
    {
        if (text.Length == 1 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol)
            return true;
        if (text.Length == 3 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1]) && char.IsAsciiLetterUpper(text[2]))
            return true;
        foreach (string word in Words)
        {
            if (text.SequenceEqual(word))
                return true;
        }

        return false;
    }

    private bool TakeDigits(ReadOnlySpan<char> text, char? decimalSeparator, Span<char> digits)
    {
        int point = text.LastIndexOfAny('.', ',');
        char? mark = point < 0 ? null : text[point];
        bool hasDecimals = mark is not null && IsDecimalPoint(text, point, decimalSeparator);
        ReadOnlySpan<char> whole = hasDecimals ? text[..point] : text;
        ReadOnlySpan<char> decimals = hasDecimals ? text[(point + 1)..] : default;
        if (!TakeGroups(whole, hasDecimals ? mark : null, digits) || decimals.ContainsAnyExceptInRange('0', '9') || (hasDecimals && decimals.IsEmpty))
            return false;
        if (hasDecimals)
        {
            digits[Length++] = '.';
            decimals.CopyTo(digits[Length..]);
            Length += decimals.Length;
        }

        return true;
    }

    private bool IsDecimalPoint(ReadOnlySpan<char> text, int point, char? known)
    {
        char mark = text[point];
        if (known is { } separator)
        {
            Decimal = separator;
            return mark == separator;
        }

        char other = mark == '.' ? ',' : '.';
        if (text[..point].Contains(mark))
        {
            Decimal = text.Contains(other) ? null : other; // 1.234.567: the mark groups, so decimals need the other one
            return false;
        }

        bool grouped = text[..point].ContainsAnyExceptInRange('0', '9');
        bool canGroup = text.Length - point - 1 == 3 && point is > 0 and <= 3 && text[0] != '0';
        IsAmbiguous = !grouped && canGroup;
        Decimal = IsAmbiguous ? null : mark;
        return true;
    }

    // 1234567, or groups of three, or 12,34,567; one sign between all groups, and not the one before the decimals.
    private bool TakeGroups(ReadOnlySpan<char> text, char? decimalMark, Span<char> digits)
    {
        char? group = null;
        int run = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiDigit(c))
            {
                digits[Length++] = c;
                run++;
                continue;
            }

            bool isFirst = group is null;
            group ??= c;
            if (c != group || c == decimalMark || !IsGroupSign(c) || (isFirst ? run is < 1 or > 3 : run is not (2 or 3)))
                return false;
            run = 0;
        }

        return group is null ? Length > 0 || decimalMark is not null : run == 3;
    }

    private static bool IsGroupSign(char c) => c is '.' or ',' or '\'' or '\u2019' or ' ' or '\u00A0' or '\u202F' or '\u2009';
}
