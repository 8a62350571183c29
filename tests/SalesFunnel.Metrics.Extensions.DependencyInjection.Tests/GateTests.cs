namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

public class GateTests
{
    [Fact]
    public async Task One_is_inside_at_a_time_and_all_get_in()
    {
        var gate = new Gate();
        int inside = 0;
        int entered = 0;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(user => Task.Run(async () =>
        {
            var random = new Random(user);
            for (int round = 0; round < 2_000; round++)
            {
                if (!await EnterAsync(user, random))
                    continue;
                Assert.Equal(1, Interlocked.Increment(ref inside));
                entered++; // not atomic: the gate must see to it
                if (random.Next(100) == 0)
                    await Task.Yield();
                Interlocked.Decrement(ref inside);
                gate.Exit();
            }
        })));
        Assert.True(gate.TryEnter());
        Assert.InRange(entered, 8 * 2_000, 12 * 2_000); // 8 of the users always get in

        async ValueTask<bool> EnterAsync(int user, Random random)
        {
            switch (user % 6)
            {
                case 0:
                    if (gate.TryEnter())
                        return true;
                    if (random.Next(10) == 0)
                        gate.ReportDelay();
                    return false;
                case 1:
                    await gate.EnterLastAsync();
                    return true;
                case 2:
                    using (var giveUp = new CancellationTokenSource())
                    {
                        ValueTask entering = gate.EnterAsync(giveUp.Token);
                        if (random.Next(2) == 0)
                            giveUp.Cancel();
                        try
                        {
                            await entering;
                            return true;
                        }
                        catch (OperationCanceledException)
                        {
                            return false;
                        }
                    }

                default:
                    await gate.EnterAsync(CancellationToken.None);
                    return true;
            }
        }
    }

    [Fact]
    public async Task Who_waits_comes_before_who_comes_last()
    {
        var gate = new Gate();
        Assert.True(gate.TryEnter());
        Task last = gate.EnterLastAsync().AsTask();
        Task first = gate.EnterAsync(CancellationToken.None).AsTask();
        gate.Exit();
        await first;
        Assert.False(last.IsCompleted || gate.TryEnter());
        gate.Exit();
        await last;
    }

    [Fact]
    public async Task Who_gives_up_holds_nobody_back()
    {
        var gate = new Gate();
        using var giveUp = new CancellationTokenSource();
        Assert.True(gate.TryEnter());
        Task first = gate.EnterAsync(giveUp.Token).AsTask();
        Task last = gate.EnterLastAsync().AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.Exit();
        await last;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gate.EnterAsync(giveUp.Token));
        gate.Exit();
        Assert.True(gate.TryEnter());
    }
}
