using FsCheck;
using FsCheck.Fluent;

namespace SalesFunnel.Metrics.Testing;

internal static class LogCaseGenerator
{
    private enum Order
    {
        InOrder,
        NearlyInOrder,
        AnyOrder,
    }

    private enum Seqs
    {
        Absent,
        Given,
        Mixed,
    }

    public static Gen<LogCase> Cases { get; } =
        from stages in Gen.Frequency((11, Gen.Choose(2, 8)), (3, Gen.Choose(10, 12)), (1, Gen.Elements(9, 33, 64)))
        from dimensions in Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)))
        from deals in Gen.Frequency((1, Gen.Constant(1)), (5, Gen.Choose(2, 6)))
        from count in Gen.Frequency((1, Gen.Choose(0, 3)), (6, Gen.Choose(4, 40)))
        from rows in RowGenerator.Row(stages, dimensions, deals).ListOf(count)
        from order in Gen.Frequency((5, Gen.Constant(Order.InOrder)), (2, Gen.Constant(Order.NearlyInOrder)), (2, Gen.Constant(Order.AnyOrder)))
        from seqs in Gen.Frequency((3, Gen.Constant(Seqs.Absent)), (3, Gen.Constant(Seqs.Given)), (1, Gen.Constant(Seqs.Mixed)))
        from calendar in Calendars
        from reopenWithin in Gen.Frequency((3, Gen.Constant<TimeSpan?>(null)), (2, Gen.Elements<TimeSpan?>(TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromDays(2), TimeSpan.FromDays(40))))
        from rule in Gen.Elements(CountingRule.Reached, CountingRule.Touched, CountingRule.Strict)
        from asOfs in TimeGrid.Instants.ListOf(2)
        select new LogCase(
            TestFunnels.Funnel(stages, dimensions),
            Events(rows.ToList(), order, seqs, stages),
            calendar,
            reopenWithin,
            rule,
            asOfs.Select(EventTime.FromUnixMicros).ToArray());

    private static Gen<CohortCalendar?> Calendars =>
        from unit in Gen.Elements(CohortUnit.Day, CohortUnit.Week, CohortUnit.Month, CohortUnit.Quarter, CohortUnit.Year)
        from zone in Gen.Elements<string>(TestFunnels.Zones)
        from none in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
        select none ? null : TestFunnels.Calendar(unit, zone);

    private static DealEvent[] Events(List<EventRow> rows, Order order, Seqs seqs, int stages)
    {
        long SeqOf(EventRow row, int position) => seqs switch
        {
            Seqs.Absent => DealEvent.NoSeq,
            Seqs.Mixed when row.Salt % 2 == 0 => DealEvent.NoSeq,
            _ => row.Salt % 5 == 0 ? position : row.Seq,
        };

        (long At, long Seq)[] keys = rows.Select((row, i) => (row.AtUnixMicros, SeqOf(row, i))).ToArray();
        if (order != Order.AnyOrder)
            Array.Sort(keys);
        if (order == Order.NearlyInOrder)
        {
            for (int i = 2; i < keys.Length; i += 3)
                (keys[i - 2], keys[i]) = (keys[i], keys[i - 2]);
        }

        var stageOf = new Dictionary<long, int>();
        var events = new List<DealEvent>();
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].CopiesEarlier && events.Count > 0)
            {
                events.Add(events[rows[i].Salt % events.Count]);
                continue;
            }

            DealEvent e = rows[i].Event with { AtUnixMicros = keys[i].At, Seq = keys[i].Seq };
            if (e.Kind == DealEventKind.Enter && rows[i].Step is { } step)
            {
                e = e with { Stage = Math.Clamp(stageOf.GetValueOrDefault(e.Entity, -1) + step, 0, stages - 1) };
                stageOf[e.Entity] = e.Stage;
            }

            events.Add(rows[i].Spoil is { } spoil ? spoil(e) : e);
        }

        return [.. events];
    }
}
