namespace SalesFunnel.Metrics;

internal static class WinList
{
    public static IReadOnlyList<Win> Of(DealLog log)
    {
        LogColumns columns = log.Columns;
        var run = new LogRun(log, new LogCountOptions());
        var wins = new List<(long At, long Entity, long Amount, long? Customer)>();
        DealState deal = default;
        for (int index = 0; index < columns.Entities.Length; index++)
        {
            int end = columns.EndOf(index, log.AsOfMicros);
            run.Begin(ref deal, index, end);
            long? customer = null;
            for (int row = columns.Starts[index]; row < end; row++)
            {
                EventEffect effect = run.Apply(ref deal, row);
                if (columns.Kind[row] == DealEventKind.Customer && (effect & EventEffect.Rejected) == 0)
                    customer = columns.Value[row] == DealEvent.NoValue ? null : columns.Value[row];
            }

            if (deal.Has(DealFlags.Won) && !deal.Has(DealFlags.Gone))
                wins.Add((deal.Clock, deal.Entity, deal.WonAmount, customer));
        }

        wins.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Entity.CompareTo(b.Entity));
        var known = new HashSet<long>();
        return wins.ConvertAll(w => new Win(
            w.Entity,
            w.At == EventTime.Undated ? null : EventTime.FromUnixMicros(w.At),
            w.Amount == DealEvent.NoValue ? null : AmountE4.ToDecimal(w.Amount),
            w.Customer,
            w.Customer is not { } id || known.Add(id))).AsReadOnly();
    }
}
