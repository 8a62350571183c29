using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>The pipeline between two times adds up, and its ends are those of the histories.</summary>
public class WaterfallProperties
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Won("W");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void Start_and_movements_give_the_end_and_both_ends_are_the_open_deals(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach ((DateTimeOffset from, DateTimeOffset to) in Pairs(log))
        {
            PipelineWaterfall waterfall = engine.Waterfall(from, to);
            Assert.Equal(default, waterfall.Difference);
            Assert.Equal(Open(log, from), waterfall.Start);
            Assert.Equal(Open(log, to), waterfall.End);
            Assert.Equal((0L, 0L), (waterfall.MovedIn.Deals, waterfall.MovedOut.Deals));
        }
    }

    [Property]
    public void A_period_of_close_dates_adds_up_as_well(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach ((DateTimeOffset from, DateTimeOffset to) in Pairs(log))
            Assert.Equal(default, engine.Waterfall(from, to, (log.AsOfTimes.Min(), log.AsOfTimes.Max().AddDays(40))).Difference);
    }

    [Property]
    public void Later_events_change_nothing(LogCase log)
    {
        foreach ((DateTimeOffset from, DateTimeOffset to) in Pairs(log))
        {
            PipelineWaterfall all = Engine.Log(log).Waterfall(from, to);
            PipelineWaterfall known = Engine.Log(log.UpTo(to)).Waterfall(from, to);
            Assert.Equal(
                (known.Start, known.New, known.Reopened, known.Increased, known.Decreased, known.Won, known.Lost, known.Removed, known.End),
                (all.Start, all.New, all.Reopened, all.Increased, all.Decreased, all.Won, all.Lost, all.Removed, all.End));
        }
    }

    [Property]
    public void Wins_and_losses_are_those_of_the_flow_view(LogCase log)
    {
        // Two times a day apart at a boundary of days: the flow of that day, but for deals gone since and the movements of undated events.
        LogCase dated = log.WithoutDeletions();
        DealLog engine = Engine.Log(dated);
        var calendar = CohortCalendar.Of(CohortUnit.Day);
        foreach (FlowRow row in engine.Flow(calendar).Rows)
        {
            if (row.Period.From is not { } from || row.Period.To is not { } to)
                continue;
            PipelineWaterfall waterfall = engine.Waterfall(from.AddMicroseconds(-1), to.AddMicroseconds(-1));
            Assert.Equal((row.Leads, row.Won, row.Lost, row.Reopenings), (waterfall.New.Deals, waterfall.Won.Deals, waterfall.Lost.Deals, waterfall.Reopened.Deals));
        }
    }

    [Fact]
    public void Each_movement_is_told_by_its_name()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, Start, 0, amount: 100)); // in the pipeline from the start, raised, won for more
        builder.Add(DealEvent.Amount(1, Start.AddDays(11), 150));
        builder.Add(DealEvent.Won(1, Start.AddDays(12), amount: 160));
        builder.Add(DealEvent.Enter(2, Start.AddDays(11), 0, amount: 70)); // new, and lost, and open again
        builder.Add(DealEvent.Lost(2, Start.AddDays(12)));
        builder.Add(DealEvent.Enter(2, Start.AddDays(13), 1));
        builder.Add(DealEvent.Enter(3, Start, 0)); // without amount
        builder.Add(DealEvent.Enter(4, Start, 0, amount: 40)); // lowered, then deleted
        builder.Add(DealEvent.Amount(4, Start.AddDays(11), 30));
        builder.Add(DealEvent.Deleted(4, Start.AddDays(14)));
        PipelineWaterfall waterfall = builder.Build().Waterfall(Start.AddDays(10), Start.AddDays(20));
        Assert.Equal(new PipelineFlow(3, 140), waterfall.Start);
        Assert.Equal(new PipelineFlow(1, 70), waterfall.New);
        Assert.Equal(new PipelineFlow(2, 60), waterfall.Increased);
        Assert.Equal(new PipelineFlow(1, 10), waterfall.Decreased);
        Assert.Equal((new PipelineFlow(1, 160), new PipelineFlow(1, 70), new PipelineFlow(1, 70), new PipelineFlow(1, 30)), (waterfall.Won, waterfall.Lost, waterfall.Reopened, waterfall.Removed));
        Assert.Equal((new PipelineFlow(2, 70), 1L), (waterfall.End, waterfall.UnpricedAtEnd));
        Assert.Throws<ArgumentException>(() => builder.Build().Waterfall(Start, Start));
    }

    [Fact]
    public void Deals_move_in_and_out_of_a_period_with_their_close_date()
    {
        var builder = new DealLogBuilder(Funnel);
        foreach (int deal in new[] { 1, 2 })
        {
            builder.Add(DealEvent.Enter(deal, Start, 0, amount: 100));
            builder.Add(DealEvent.CloseDate(deal, Start.AddDays(1), Start.AddDays(deal == 1 ? 40 : 70)));
            builder.Add(DealEvent.CloseDate(deal, Start.AddDays(12), Start.AddDays(deal == 1 ? 70 : 40)));
        }

        PipelineWaterfall waterfall = builder.Build().Waterfall(Start.AddDays(10), Start.AddDays(20), (Start.AddDays(31), Start.AddDays(59)));
        Assert.Equal((1L, 1L, 1L, 1L), (waterfall.Start.Deals, waterfall.MovedOut.Deals, waterfall.MovedIn.Deals, waterfall.End.Deals));
        Assert.Equal(default, waterfall.Difference);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Pairs(LogCase log)
    {
        DateTimeOffset[] times = [.. log.AsOfTimes.Append(log.End).Distinct().Order()];
        return times.SelectMany((from, i) => times.Skip(i + 1).Select(to => (from, to)));
    }

    private static PipelineFlow Open(LogCase log, DateTimeOffset asOf)
    {
        OracleDeal[] open = [.. StageHistoryOracle.Count(log.Definition, log.Events, asOf, new OracleOptions { AsLog = true }).Deals.Where(static d => d.IsCreated && !d.IsGone && d.IsOpen)];
        return new PipelineFlow(open.Length, AmountE4.ToDecimal(open.Aggregate(Int128.Zero, static (sum, d) => sum + (d.AmountAt(d.Steps[^1]) ?? 0))));
    }
}
