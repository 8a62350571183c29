using System.Globalization;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Width of text in columns of a terminal: text elements, of which East Asian wide ones take two places.</summary>
internal static class TextWidth
{
    public static int Of(string text)
    {
        int width = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            width += IsWide(elements.GetTextElement()) ? 2 : 1;
        return width;
    }

    public static string Pad(string text, int width, bool right = false)
    {
        string blank = new(' ', Math.Max(0, width - Of(text)));
        return right ? blank + text : text + blank;
    }

    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
            return text;
        var kept = new System.Text.StringBuilder();
        int used = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            used += IsWide(element) ? 2 : 1;
            if (used > width - 1)
                break;
            kept.Append(element);
        }

        return kept.Append('…').ToString();
    }

    /// <summary>Text as one line: control characters (line breaks in a quoted CSV field, say) become spaces.</summary>
    public static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)) : text;

    private static bool IsWide(string element)
    {
        _ = System.Text.Rune.DecodeFromUtf16(element, out System.Text.Rune rune, out _); // a lone surrogate gives the replacement character
        return rune.Value is >= 0x1100 and (<= 0x115F or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD));
    }
}
