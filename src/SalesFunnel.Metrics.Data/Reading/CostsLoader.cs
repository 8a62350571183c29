namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the table of costs.</summary>
internal static class CostsLoader
{
    public static IReadOnlyList<SpendLine> Load(ReadSession session, CostsTable costs)
    {
        using CsvTable table = session.Open(costs.File);
        int[] columns = table.Columns(session.Mapping, "costs", ("period", costs.Period), ("amount", costs.Amount), ("channel", costs.Channel), ("kind", costs.Kind));
        var lines = new List<SpendLine>();
        var texts = new HashSet<string>(StringComparer.Ordinal); // each channel and kind is kept once, however many lines name it
        long blank = 0;
        while (session.Next(table, ref blank))
        {
            if (session.HasShape(table) && TryRead(session, costs, table, columns, texts, out SpendLine line))
                lines.Add(line);
        }

        session.Done(table, blank, lines.Count);
        return lines.AsReadOnly();
    }

    private static bool TryRead(ReadSession session, CostsTable costs, CsvTable table, int[] columns, HashSet<string> texts, out SpendLine line)
    {
        line = default;
        string monthExpected = costs.DateFormats.Count == 0 ? "a month such as 2024-03, or a date in it" : ReadSession.Expected(costs.DateFormats);
        ReadOnlySpan<char> period = table.Field(columns[0]);
        if (period.IsEmpty)
            return Refuse(session, RowDefect.MissingDate, table, columns[0], monthExpected);
        if (!TimeText.TryReadDay(period, costs.DateFormats, out DateOnly month))
            return Refuse(session, RowDefect.BadDate, table, columns[0], monthExpected);
        if (!table.Numbers(columns[1]).TryRead(table.Field(columns[1]), out long amount) || amount < 0)
            return Refuse(session, RowDefect.BadAmount, table, columns[1], $"{table.Numbers(columns[1]).Expected}, zero or more");
        line = new SpendLine(month, TextOf(table, columns[2], texts), TextOf(table, columns[3], texts) ?? (columns[3] < 0 ? costs.MarketingKind : string.Empty), AmountE4.ToDecimal(amount));
        return true;
    }

    private static string? TextOf(CsvTable table, int column, HashSet<string> texts)
    {
        if (column < 0 || table.Field(column) is not { IsEmpty: false } text)
            return null;
        if (!texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? kept))
            texts.Add(kept = text.ToString());
        return kept;
    }

    private static bool Refuse(ReadSession session, RowDefect defect, CsvTable table, int column, string expected)
    {
        session.Issues.Add(defect, table, column, expected);
        return false;
    }
}
