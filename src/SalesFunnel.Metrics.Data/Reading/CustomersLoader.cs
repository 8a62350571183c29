namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the table of customers: ties deals to customers, and keeps what these pay.</summary>
internal static class CustomersLoader
{
    private const long PositionOfFile = 2L << FunnelData.FileShift;

    public static IReadOnlyList<CustomerRevenue> Load(ReadSession session, CustomersTable customers, Func<long, bool> hasSeen)
    {
        using CsvTable table = session.Open(customers.File);
        int[] columns = table.Columns(session.Mapping, "customers", ("id", customers.Id), ("monthlyRevenue", customers.MonthlyRevenue), ("customer", customers.Customer), ("start", customers.Start), ("end", customers.End));
        var revenues = new List<CustomerRevenue>();
        var lines = new Dictionary<long, long>();
        long blank = 0;
        while (session.Next(table, ref blank))
        {
            if (session.HasShape(table) && TryRead(session, customers, table, columns, hasSeen, lines, out CustomerRevenue revenue))
                revenues.Add(revenue);
        }

        session.Done(table, blank, revenues.Count);
        return revenues.AsReadOnly();
    }

    private static bool TryRead(ReadSession session, CustomersTable customers, CsvTable table, int[] columns, Func<long, bool> hasSeen, Dictionary<long, long> lines, out CustomerRevenue revenue)
    {
        revenue = default;
        ReadOnlySpan<char> id = session.DealId(table.Field(columns[0]));
        if (id.IsEmpty)
            return Refuse(session, RowDefect.MissingId, table, columns[0], "the id of the won deal");
        if (!session.Deals.TryGet(id, out long deal) || !hasSeen(deal))
            return Refuse(session, RowDefect.CustomerWithoutDeal, table, columns[0], $"the id of a deal with at least one usable row in {session.Mapping.MainFile}");
        if (lines.TryGetValue(deal, out long first))
            return Refuse(session, RowDefect.DuplicateRow, table, columns[0], $"each id once; it is also on line {first.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        if (!table.Numbers(columns[1]).TryRead(table.Field(columns[1]), out long perMonth))
            return Refuse(session, RowDefect.BadAmount, table, columns[1], table.Numbers(columns[1]).Expected);
        if (!TryReadDay(session, customers, table, columns[3], out DateOnly? start) || !TryReadDay(session, customers, table, columns[4], out DateOnly? end))
            return false;

        lines.Add(deal, table.Line);
        ReadOnlySpan<char> customer = columns[2] >= 0 ? table.Field(columns[2]) : default;
        long customerId = session.Customers.GetOrAdd(customer.IsEmpty ? table.Field(columns[0]) : customer);
        session.Builder.Add(new DealEvent(deal, EventTime.Undated, DealEvent.NoSeq, DealEventKind.Customer, 0, customerId, DealEvent.NoValue), PositionOfFile | table.Line);
        revenue = new CustomerRevenue(deal, start, end, AmountE4.ToDecimal(perMonth));
        return true;
    }

    private static bool TryReadDay(ReadSession session, CustomersTable customers, CsvTable table, int column, out DateOnly? day)
    {
        day = null;
        if (column < 0 || table.Field(column) is not { IsEmpty: false } text)
            return true;
        if (!TimeText.TryReadDay(text, customers.DateFormats, out DateOnly found))
            return Refuse(session, RowDefect.BadDate, table, column, customers.DateFormats.Count == 0 ? "a day such as 2024-03-31, or a month such as 2024-03" : ReadSession.Expected(customers.DateFormats));
        day = found;
        return true;
    }

    private static bool Refuse(ReadSession session, RowDefect defect, CsvTable table, int column, string expected)
    {
        session.Issues.Add(defect, table, column, expected);
        return false;
    }
}
