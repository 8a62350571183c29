using System.Text;

namespace SalesFunnel.Metrics.Data;

/// <summary>Compares the names of columns as people write them.</summary>
internal static class HeaderNames
{
    /// <summary>Lower case, runs of space as one, without the star that marks required fields.</summary>
    public static string Normal(string header)
    {
        var text = new StringBuilder(header.Length);
        foreach (char c in header.Trim().TrimEnd('*'))
        {
            bool isSpace = char.IsWhiteSpace(c) || c == '\u00A0';
            if (!isSpace)
                text.Append(char.ToLowerInvariant(c));
            else if (text.Length > 0 && text[^1] != ' ')
                text.Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The columns by their normal names; the first one where several have the same.</summary>
    public static Dictionary<string, int> Index(IReadOnlyList<string> header)
    {
        var index = new Dictionary<string, int>(header.Count, StringComparer.Ordinal);
        for (int i = 0; i < header.Count; i++)
            index.TryAdd(Normal(header[i]), i);
        return index;
    }

    /// <summary>The text of a stage without case and without what Bitrix24 puts before it in further funnels.</summary>
    public static string NormalStage(string stage)
    {
        string text = Normal(stage);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon is > 1 and < 8 && text[0] == 'c' && text.AsSpan(1, colon - 1).ContainsAnyExceptInRange('0', '9') == false ? text[(colon + 1)..] : text;
    }
}
