namespace SalesFunnel.Metrics.Data;

/// <summary>Looks at the quotes of a row, which the reader takes as they come.</summary>
internal static class QuotedFields
{
    /// <summary>True when every quote that opens a field closes at its end.</summary>
    public static bool AreClosed(ReadOnlySpan<char> raw, char delimiter)
    {
        bool atStart = true;
        for (int i = 0; i < raw.Length; i++)
        {
            char c = raw[i];
            if (c != '"' || !atStart)
            {
                atStart = c == delimiter;
                continue;
            }

            int close = i + 1;
            while (close < raw.Length && (raw[close] != '"' || (close + 1 < raw.Length && raw[close + 1] == '"')))
                close += raw[close] == '"' ? 2 : 1;
            if (close >= raw.Length)
                return false;
            i = close;
            if (i + 1 < raw.Length && raw[i + 1] != delimiter && raw[i + 1] is not ('\r' or '\n'))
                return false;
            atStart = false;
        }

        return true;
    }
}
