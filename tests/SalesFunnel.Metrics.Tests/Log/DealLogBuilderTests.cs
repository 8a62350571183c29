namespace SalesFunnel.Metrics.Tests.Log;

public class DealLogBuilderTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("B2B").Stage("New").Stage("Offer").Stage("Contract").Won("Signed");

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(200_000)]
    public void Events_come_out_by_deal_then_time_then_number_then_input_order(int events)
    {
        var random = new Random(17);
        var rows = new List<DealEvent>();
        for (int i = 0; i < events; i++)
        {
            long entity = (i % 5) switch { 0 => 3, 1 => random.Next(40), 2 => -random.Next(9), 3 => long.MaxValue - random.Next(9), _ => random.Next(1 << 30) };
            rows.Add(new DealEvent(entity, random.Next(4) * 1_000_000L, random.Next(3) == 0 ? DealEvent.NoSeq : random.Next(1 << 20), DealEventKind.Amount, 0, i, DealEvent.NoValue));
        }

        LogColumns columns = Build(rows).Columns;
        var expected = rows.Select(static (row, position) => (Row: row, Position: (long)position)).GroupBy(static r => r.Row.Entity)
            .SelectMany(static deal => deal.OrderBy(static r => r.Row.AtUnixMicros).ThenBy(static r => r.Row.Seq).DistinctBy(static r => (r.Row.AtUnixMicros, r.Row.Seq, r.Row.Seq == DealEvent.NoSeq ? r.Position : -1))).ToList();

        Assert.Equal(expected.Select(static r => r.Position), columns.Position.ToArray());
        Assert.Equal(expected.Select(static r => r.Row.AtUnixMicros), columns.At);
        Assert.Equal(expected.Select(static r => r.Row.Seq), columns.At.Select((_, i) => columns.SeqOf(i)));
        Assert.Equal(expected.Select(static r => r.Row.Value), columns.Value);
        Assert.Equal(rows.Select(static r => r.Entity).Distinct(), columns.Entities);
        Assert.Equal(events, expected.Count + columns.Rejected.Count);
    }

    [Fact]
    public void Input_by_deal_and_input_by_time_make_the_same_log()
    {
        List<DealEvent> byTime = [.. Enumerable.Range(0, 120_000).Select(static i => new DealEvent(i % 9_000, i * 1_000L, DealEvent.NoSeq, DealEventKind.Enter, i % 3, DealEvent.NoValue, DealEvent.NoValue))];
        LogColumns expected = Build(byTime).Columns;
        LogColumns actual = Build([.. byTime.OrderBy(static e => e.Entity)]).Columns; // stable: time stays

        Assert.Equal(expected.At, actual.At);
        Assert.Equal(expected.Stage, actual.Stage);
        Assert.Equal(expected.Starts, actual.Starts);
        Assert.Equal(0, actual.Seq.Length);
    }

    [Fact]
    public void A_builder_can_be_added_to_after_a_log_was_built()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(2, DateTimeOffset.UnixEpoch.AddDays(2), 1));
        DealLog first = builder.Build();
        builder.Add(DealEvent.Enter(1, DateTimeOffset.UnixEpoch.AddDays(3), 0));
        builder.Add(DealEvent.Enter(2, DateTimeOffset.UnixEpoch.AddDays(1), 0));

        Assert.Equal((1L, 1), (first.EventCount, first.DealCount));
        Assert.Equal((byte[])[0, 1, 0], builder.Build().Columns.Stage);
        Assert.Equal((byte[])[1], first.Columns.Stage);
    }

    private static DealLog Build(IEnumerable<DealEvent> rows)
    {
        var builder = new DealLogBuilder(Funnel);
        foreach (DealEvent row in rows)
            builder.Add(row);
        return builder.Build();
    }
}
