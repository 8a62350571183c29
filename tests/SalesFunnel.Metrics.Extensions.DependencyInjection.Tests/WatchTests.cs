using Microsoft.Extensions.Time.Testing;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

public class WatchTests
{
    [Fact]
    public async Task A_threshold_alerts_once_and_clears_once_with_hysteresis()
    {
        var time = new FakeTimeProvider(Live.Start.AddYears(1));
        await using FunnelMonitors monitors = Live.Of(time: time);
        IFunnelMonitor monitor = monitors.Get("b2b");
        var threshold = FunnelThreshold.Below("win rate", static s => s.WinRate.ToMetricValue().RequireAtLeast(10), alertBelow: 0.4m, clearFrom: 0.6m);
        using var end = new CancellationTokenSource();
        var seen = new List<ThresholdCrossing>();
        Task watching = Task.Run(async () =>
        {
            await foreach (ThresholdCrossing crossing in monitor.WatchAsync(threshold, end.Token))
                seen.Add(crossing);
        });

        long deal = 0;
        await Close(won: 0, lost: 9); // too few to say anything
        await Close(won: 5, lost: 1); // 5 of 15: below 0.4
        await Close(won: 5, lost: 0); // 10 of 20: between the limits
        await Close(won: 0, lost: 3); // 10 of 23: still between, and crossed
        await Close(won: 17, lost: 0); // 27 of 40: clear
        await Close(won: 0, lost: 10); // 27 of 50: between
        await Close(won: 0, lost: 30); // 27 of 80: below again
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Equal([true, false, true], seen.Select(static c => c.IsCrossed));
        Assert.Equal([15, 40, 80], seen.Select(static c => c.Value.N));
        Assert.All(seen, static c => Assert.Equal(("b2b", 0), (c.Funnel, c.Missed)));

        async Task Close(int won, int lost)
        {
            for (int i = 0; i < won + lost; i++)
                await monitor.AddAsync(i < won ? DealEvent.Won(++deal, Live.Start) : DealEvent.Lost(++deal, Live.Start));
            await monitor.FlushAsync();
            await NextReadingAsync(monitor, time);
        }
    }

    [Fact]
    public async Task A_slow_subscriber_holds_nothing_up_and_learns_how_much_it_missed()
    {
        var time = new FakeTimeProvider(Live.Start.AddYears(1));
        await using FunnelMonitors monitors = Live.Of(time: time);
        IFunnelMonitor monitor = monitors.Get("b2b");
        bool odd = false;
        var threshold = FunnelThreshold.Above("flips", _ => new MetricValue { Value = (odd = !odd) ? 2 : 0, Unit = "count", Method = "test/1" }, alertAbove: 1, clearTo: 1);
        using var end = new CancellationTokenSource();
        await using IAsyncEnumerator<ThresholdCrossing> reader = monitor.WatchAsync(threshold, end.Token).GetAsyncEnumerator();
        ValueTask<bool> first = reader.MoveNextAsync();
        for (int i = 0; i < 100; i++)
        {
            monitor.Add(Live.Deals(1 + (10 * i), 10).Batch);
            await monitor.FlushAsync();
            await NextReadingAsync(monitor, time);
        }

        Assert.True(await first);
        int read = 1;
        long missed = reader.Current.Missed;
        while (read + missed < 100 && await reader.MoveNextAsync())
        {
            read++;
            missed += reader.Current.Missed;
        }

        Assert.Equal(100, read + missed);
        Assert.True(missed >= 34, $"{missed} missed");
        Assert.Equal(0, monitor.Status.Waiting);
    }

    [Fact]
    public async Task A_metric_that_throws_ends_its_own_subscription_only()
    {
        var time = new FakeTimeProvider(Live.Start.AddYears(1));
        await using FunnelMonitors monitors = Live.Of(time: time);
        IFunnelMonitor monitor = monitors.Get("b2b");
        var bad = FunnelThreshold.Below("bad", static _ => throw new InvalidOperationException("No such stage."), 0, 0);
        Task watching = Task.Run(async () =>
        {
            await foreach (ThresholdCrossing crossing in monitor.WatchAsync(bad))
                Assert.Fail($"{crossing}");
        });
        await Eventually.Holds(() => watching.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(5)));
        Assert.Equal("No such stage.", (await Assert.ThrowsAsync<InvalidOperationException>(() => watching)).Message);
        Assert.Contains("'bad' failed", monitor.Status.LastError, StringComparison.Ordinal);
        monitor.Add(Live.Deals(1, 10).Batch);
        Assert.Equal(10, (await monitor.SnapshotAsync()).Leads);
    }

    [Fact]
    public async Task Subscriptions_end_with_the_funnel_also_when_saving_fails_and_when_they_begin_after_it()
    {
        var store = new MemoryStore { BeforeSave = static () => throw new IOException("The disk is full.") };
        FunnelMonitors monitors = Live.Of(store);
        IFunnelMonitor monitor = monitors.Get("b2b");
        var threshold = FunnelThreshold.Below("win rate", static s => s.WinRate.ToMetricValue(), 0, 0);
        await using IAsyncEnumerator<ThresholdCrossing> before = monitor.WatchAsync(threshold).GetAsyncEnumerator();
        ValueTask<bool> next = before.MoveNextAsync();
        await monitor.AddAsync(DealEvent.Enter(1, Live.Start, 0));
        await Assert.ThrowsAsync<AggregateException>(() => monitors.DrainAsync());
        Assert.False(await next);
        await using IAsyncEnumerator<ThresholdCrossing> after = monitor.WatchAsync(threshold).GetAsyncEnumerator();
        Assert.False(await after.MoveNextAsync());
        Assert.Contains("'b2b' was drained", Assert.Throws<ObjectDisposedException>(() => monitor.TryAdd(DealEvent.Enter(1, Live.Start, 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_in_the_wrong_order_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FunnelThreshold.Below("x", static s => s.WinRate.ToMetricValue(), 0.5m, 0.4m));
        Assert.Throws<ArgumentException>(() => FunnelThreshold.Above("x", static s => s.WinRate.ToMetricValue(), 0.5m, 0.6m));
    }

    /// <summary>Lets time pass until a probe that is watched too has been read.</summary>
    private static async Task NextReadingAsync(IFunnelMonitor monitor, FakeTimeProvider time)
    {
        int reads = 0;
        var probe = FunnelThreshold.Above("probe", _ => new MetricValue { Value = ++reads, Unit = "count", Method = "test/1" }, alertAbove: 0, clearTo: 0);
        using var end = new CancellationTokenSource();
        await using IAsyncEnumerator<ThresholdCrossing> reader = monitor.WatchAsync(probe, end.Token).GetAsyncEnumerator();
        Task<bool> next = reader.MoveNextAsync().AsTask();
        await Eventually.Holds(() => next.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(5)));
    }
}
