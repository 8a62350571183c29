namespace SalesFunnel.Metrics.Reporting;

/// <summary>Writes a page as plain text for a terminal; lines end with a line feed in every system and culture.</summary>
internal static class PageText
{
    private const int Width = 100;

    public static void Write(IEnumerable<Block> page, TextWriter output)
    {
        Block? previous = null;
        foreach (Block block in page)
        {
            if (previous is not (null or HeadingBlock or TitleBlock))
                output.Write('\n');
            foreach (string line in Lines(block))
                output.Write(line.TrimEnd() + "\n");
            previous = block;
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
        TitleBlock title => [title.Text, new string('═', Math.Max(1, TextWidth.Of(title.Text)))],
        HeadingBlock heading => [heading.Text.ToUpperInvariant()],
        ParagraphBlock paragraph => Wrap(paragraph.Text, Width, string.Empty),
        HeadlineBlock headline => Headline(headline),
        DrawingBlock drawing => drawing.Lines,
        TableBlock table => Table(table),
        ListBlock list => list.Items.SelectMany(static item => Wrap("• " + item, Width, "  ")),
        _ => [],
    };

    private static string[] Headline(HeadlineBlock block)
    {
        string labels = string.Empty;
        string values = string.Empty;
        foreach ((string label, string value) in block.Items)
        {
            int width = Math.Max(TextWidth.Of(label), TextWidth.Of(value));
            labels += TextWidth.Pad(label, width) + "     ";
            values += TextWidth.Pad(value, width) + "     ";
        }

        return [labels, values];
    }

    private static IEnumerable<string> Table(TableBlock table)
    {
        int columns = table.Header.Count;
        var widths = new int[columns];
        for (int c = 0; c < columns; c++)
            widths[c] = Math.Max(TextWidth.Of(table.Header[c]), table.Rows.Count == 0 ? 0 : table.Rows.Max(row => TextWidth.Of(row[c])));
        int before = widths.Take(columns - 1).Sum() + (2 * (columns - 1));
        bool wrapsLast = !table.AlignRight[^1] && before + widths[^1] > Width;
        if (wrapsLast)
            widths[^1] = Math.Max(30, Width - before);

        yield return Join(table.Header, table, widths);
        yield return string.Join("  ", widths.Select(static w => new string('─', w)));
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            string[] last = wrapsLast ? [.. Wrap(row[^1], widths[^1], string.Empty)] : [row[^1]];
            yield return Join([.. row.Take(columns - 1), last[0]], table, widths);
            foreach (string more in last.Skip(1))
                yield return new string(' ', before) + more;
        }
    }

    private static string Join(IReadOnlyList<string> cells, TableBlock table, int[] widths) =>
        string.Join("  ", cells.Select((cell, c) => TextWidth.Pad(cell, widths[c], table.AlignRight[c])));

    private static IEnumerable<string> Wrap(string text, int width, string indent)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && TextWidth.Of(line) + 1 + TextWidth.Of(word) > width)
            {
                yield return line;
                line = indent + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
