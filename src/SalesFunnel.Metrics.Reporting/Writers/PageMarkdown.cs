using System.Buffers;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Writes a page as Markdown; lines end with a line feed in every system and culture.</summary>
internal static class PageMarkdown
{
    private static readonly SearchValues<char> Special = SearchValues.Create("|*_`<[\\#");

    public static void Write(IEnumerable<Block> page, TextWriter output)
    {
        bool first = true;
        foreach (Block block in page)
        {
            if (!first)
                output.Write('\n');
            foreach (string line in Lines(block))
                output.Write(line + "\n");
            first = false;
        }
    }

    public static string ToText(IEnumerable<Block> page)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        Write(page, text);
        return text.ToString();
    }

    private static IEnumerable<string> Lines(Block block) => block switch
    {
        TitleBlock title => [$"# {Escape(title.Text)}"],
        HeadingBlock heading => [$"## {Escape(heading.Text)}"],
        ParagraphBlock paragraph => [Escape(paragraph.Text)],
        HeadlineBlock headline => [Row(headline.Items.Select(static i => i.Label)), Row(headline.Items.Select(static _ => "---:")), Row(headline.Items.Select(static i => $"**{i.Value}**"))],
        DrawingBlock drawing => ["```text", .. drawing.Lines.Select(static line => line.TrimEnd()), "```"],
        TableBlock table => Table(table),
        ListBlock list => list.Items.Select(static item => "- " + Escape(item)),
        _ => [],
    };

    private static IEnumerable<string> Table(TableBlock table)
    {
        yield return Row(table.Header.Select(Escape));
        yield return Row(table.AlignRight.Select(static right => right ? "---:" : "---"));
        foreach (IReadOnlyList<string> row in table.Rows)
            yield return Row(row.Select(static cell => Escape(cell.Trim())));
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    // Only what would change the look of ordinary names: the text stays readable as it is.
    private static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        var escaped = new System.Text.StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (Special.Contains(c))
                escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
