using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Win rates, velocity, loss reasons, slip, coverage.</summary>
public class SalesFigureTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small").Stage("A").Stage("B").Won("W");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset February = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void Win_rates_and_losses_are_those_of_the_histories(LogCase log)
    {
        DealLog engine = Engine.Log(log).AsOf(log.End);
        DateTimeOffset from = log.AsOfTimes.Min();
        DateTimeOffset to = log.AsOfTimes.Max().AddDays(1);
        OracleDeal[] deals = [.. StageHistoryOracle.Count(log.Definition, log.Events, log.End, new OracleOptions { AsLog = true }).Deals.Where(static d => d.IsCreated && !d.IsGone)];
        bool IsIn(long at) => at >= EventTime.ToUnixMicros(from) && at < EventTime.ToUnixMicros(to);
        OracleDeal[] closed = [.. deals.Where(d => !d.IsOpen && IsIn(d.Moves[^1].At))];
        WinRates rates = engine.WinRates(from, to);
        Assert.Equal((closed.Count(static d => d.IsWon), closed.Length), ((int)rates.ClosedByCount.Numerator.GetValueOrDefault(), (int)rates.ClosedByCount.N));
        OracleDeal[] created = [.. deals.Where(d => d.Steps.FirstOrDefault(static s => s.Target != OracleStep.Nowhere && s.IsDated) is { } first && IsIn(first.At))];
        Assert.Equal((created.Count(static d => d.IsWon), created.Length), ((int)rates.CohortByCount.Numerator.GetValueOrDefault(), (int)rates.CohortByCount.N));

        LossReasons losses = engine.LossReasons();
        Assert.Equal(deals.Count(static d => d.IsLost), losses.Lost);
        Assert.Equal(losses.Lost, losses.Rows.Sum(static r => r.Deals));
        var expected = deals.Where(static d => d.IsLost).GroupBy(static d => (d.Moves[^1].Event.Value, d.CurrentStage)).ToDictionary(static g => g.Key, static g => g.LongCount());
        Assert.Equal(expected.Count, losses.Rows.Count);
        Assert.All(losses.Rows, row => Assert.Equal(expected[(row.Reason ?? DealEvent.NoValue, row.Stage)], row.Deals));
        Assert.Equal(expected.Where(static e => e.Key.Value == DealEvent.NoValue).Sum(static e => e.Value), losses.WithoutReason);
        if (losses.Lost > 0)
            Assert.Equal(1, losses.ByReason[^1].CumulativeShare);
    }

    [Fact]
    public void Each_win_rate_counts_what_its_name_says()
    {
        var builder = new DealLogBuilder(Funnel);
        Close(builder, 1, won: true, Start, 10, amount: 300, beyondFirst: true);
        Close(builder, 2, won: false, Start, 11, amount: 100, beyondFirst: true);
        Close(builder, 3, won: false, Start, 12, amount: null, beyondFirst: false);
        builder.Add(DealEvent.Enter(4, Start, 0)); // open and overdue
        builder.Add(DealEvent.CloseDate(4, Start, Start.AddDays(20)));
        builder.Add(DealEvent.Enter(5, Start, 0)); // open, not due yet
        builder.Add(DealEvent.CloseDate(5, Start, Start.AddDays(90)));
        WinRates rates = builder.Build().AsOf(Start.AddDays(60)).WinRates(Start, February);
        Assert.Equal((1m / 3, 0.75m, 0.2m, 0.25m, 0.5m), (rates.ClosedByCount.Value, rates.ClosedByValue.Value, rates.CohortByCount.Value, rates.BroadByCount.Value, rates.QualifiedByCount.Value));
        Assert.NotNull(rates.BroadByCount.Low);
        Assert.Null(rates.ClosedByValue.Low); // a share of money
        Assert.Equal(MetricStatus.Undefined, builder.Build().WinRates(March, March.AddDays(1)).ClosedByCount.Status);
    }

    [Fact]
    public void Velocity_stands_beside_what_closed_deals_brought()
    {
        var builder = new DealLogBuilder(Funnel);
        Close(builder, 1, won: true, Start, 10, amount: 620, beyondFirst: true);
        Close(builder, 2, won: false, Start, 11, amount: 100, beyondFirst: true);
        builder.Add(DealEvent.Enter(3, Start, 0));
        SalesVelocity velocity = builder.Build().AsOf(March).SalesVelocity(Start, February);
        Assert.Equal((1L, 0.5m, 620m, 10.0), (velocity.OpenDeals, velocity.WinRate.Value, velocity.DealSize, velocity.CycleDays));
        Assert.Equal((31m, 20m), (velocity.PerDay.Value, velocity.ObservedPerDay)); // 1 · 0.5 · 620 ÷ 10; 620 in 31 days
        Assert.Equal(1.55, velocity.Ratio!.Value, 12);
        Assert.Equal("no deal closed in the period", builder.Build().SalesVelocity(February, March).PerDay.Reason);
    }

    [Fact]
    public void Slip_pull_in_and_pushes_follow_the_close_dates()
    {
        var builder = new DealLogBuilder(Funnel);
        foreach ((int deal, DateTimeOffset due) in new[] { (1, February.AddDays(5)), (2, February.AddDays(6)), (3, March.AddDays(5)), (4, March.AddDays(6)) })
        {
            builder.Add(DealEvent.Enter(deal, Start, 0));
            builder.Add(DealEvent.CloseDate(deal, Start, due));
        }

        builder.Add(DealEvent.Won(1, February.AddDays(4))); // as due
        builder.Add(DealEvent.CloseDate(2, February.AddDays(3), March.AddDays(3))); // pushed, slips
        builder.Add(DealEvent.Won(3, February.AddDays(20))); // pulled in
        builder.Add(DealEvent.CloseDate(4, February.AddDays(1), March.AddDays(9))); // within the month
        builder.Add(DealEvent.CloseDate(4, February.AddDays(2), February.AddDays(25))); // earlier month
        SlipFigures slip = builder.Build().AsOf(March.AddDays(30)).Slip(February, March);
        Assert.Equal((2L, 0.5m, 0.5m), (slip.Due, slip.SlipRate.Value, slip.PullInRate.Value));
        Assert.Equal((1L, 1L, 0L), (slip.Pushes, slip.PushedDeals, slip.NetPushes));
    }

    [Fact]
    public void Coverage_names_its_basis_and_says_when_the_target_is_met()
    {
        var builder = new DealLogBuilder(Funnel);
        Close(builder, 1, won: true, Start, 10, amount: 400, beyondFirst: true);
        builder.Add(DealEvent.Enter(2, Start, 0, amount: 900));
        builder.Add(DealEvent.CloseDate(2, Start, Start.AddDays(25)));
        builder.Add(DealEvent.Enter(3, Start, 0, amount: 5_000)); // expected later
        builder.Add(DealEvent.CloseDate(3, Start, March));
        DealLog log = builder.Build().AsOf(Start.AddDays(15));
        MetricValue coverage = log.Coverage(Start, February, 1_000);
        Assert.Equal((1.5m, 900m, 600m, MetricStatus.Ok), (coverage.Value, coverage.Numerator, coverage.Denominator, coverage.Status));
        Assert.Equal("the target is met", log.Coverage(Start, February, 400).Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Coverage(Start, February, 0));
        Assert.Throws<ArgumentException>(() => log.Coverage(Start, Start, 1));
    }

    private static void Close(DealLogBuilder builder, int deal, bool won, DateTimeOffset at, int days, decimal? amount, bool beyondFirst)
    {
        builder.Add(DealEvent.Enter(deal, at, 0, amount: amount));
        if (beyondFirst)
            builder.Add(DealEvent.Enter(deal, at.AddDays(1), 1));
        builder.Add(won ? DealEvent.Won(deal, at.AddDays(days)) : DealEvent.Lost(deal, at.AddDays(days)));
    }
}
