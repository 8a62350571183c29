using System.Globalization;
using SalesFunnel.Metrics.Extensions.DependencyInjection;
using SalesFunnel.Metrics.Extensions.Hosting;

namespace SalesFunnel.Metrics.KillTests;

/// <summary>The process that is killed: takes three sources at the same time and saves all the while, as an application would with a broker.</summary>
public static class Child
{
    public const string StoreFolder = "store";
    public const string BrokerFile = "broker.map";
    public const string ResultFile = "result.bin";
    public const string Started = "started";
    public const string Damaged = "damaged ";
    public const string Ready = "ready";
    public const string Problem = "problem ";

    private const int LongestStretchAgain = 300;

    /// <summary>Runs until every event is counted, the counts are in the result file and the state is saved – unless it is killed.</summary>
    public static async Task<int> RunAsync(string folder, int streamSeed, int round)
    {
        Tell(Started);
        var random = new Random(HashOf(streamSeed, round));
        var stream = new KillInput(streamSeed);
        using var broker = new Broker(Path.Combine(folder, BrokerFile));
        using var store = new FileFunnelStore(Path.Combine(folder, StoreFolder));
        await using FunnelMonitors monitors = KillInput.Monitors(store, queueCapacity: random.Next(20, 400));
        IFunnelMonitor monitor = monitors.Get(KillInput.FunnelName);
        var sources = new List<IFunnelSource>();
        foreach (KillSource source in stream.Sources)
            sources.Add(await monitor.OpenSourceAsync(source.Name));
        foreach (string damage in monitor.Status.DamagedCheckpoints)
            Tell(Damaged + damage);
        for (int i = 0; i < sources.Count; i++)
        {
            if ((sources[i].LastAccepted ?? long.MinValue) < broker.Forgotten(i))
                Tell(string.Create(CultureInfo.InvariantCulture, $"{Problem}source '{sources[i].Name}' wants events after {sources[i].LastAccepted}, and has forgotten all up to {broker.Forgotten(i)} since LastSaved said so"));
        }

        Tell(Ready);
        using var allDelivered = new CancellationTokenSource();
        Task saving = SaveAsync(monitor, sources, broker, new Random(random.Next()), allDelivered.Token);
        await Task.WhenAll(sources.Select((source, i) => DeliverAsync(source, stream.Sources[i], broker, i, new Random(random.Next()))).ToList());
        await allDelivered.CancelAsync();
        await saving;
        await File.WriteAllBytesAsync(Path.Combine(folder, ResultFile), SnapshotCodec.ToBytes(await monitor.SnapshotAsync(KillInput.AsOf)));
        await monitors.DrainAsync();
        return 0;
    }

    private static async Task SaveAsync(IFunnelMonitor monitor, List<IFunnelSource> sources, Broker broker, Random random, CancellationToken end)
    {
        await Task.Yield();
        while (!end.IsCancellationRequested)
        {
            broker.Add(Broker.Counter.SavesBegun);
            await monitor.SaveAsync(CancellationToken.None);
            broker.Add(Broker.Counter.SavesEnded);
            for (int i = 0; i < sources.Count; i++)
                broker.Forget(i, Math.Max(broker.Forgotten(i), sources[i].LastSaved ?? long.MinValue));
            await Task.Delay(random.Next(0, 6), CancellationToken.None);
        }
    }

    private static async Task DeliverAsync(IFunnelSource source, KillSource held, Broker broker, int ordinal, Random random)
    {
        await Task.Yield();
        long taken = source.LastAccepted ?? long.MinValue;
        int next = held.IndexAfter(taken);
        // At least once: some events come again, as far as the source still has them.
        next = Math.Max(next - random.Next(LongestStretchAgain), held.IndexAfter(broker.Forgotten(ordinal)));
        while (next < held.Events.Count)
        {
            int length = Math.Min(random.Next(1, 60), held.Events.Count - next);
            int done = await DeliverAsync(source, held, next, length, random.Next(4));
            int again = Math.Clamp(held.IndexAfter(taken) - next, 0, done);
            broker.Add(Broker.Counter.Delivered, done - again);
            broker.Add(Broker.Counter.Redelivered, again);
            next += done;
            if (random.Next(2) == 0)
                await Task.Delay(random.Next(0, 4));
        }
    }

    /// <summary>Delivers by one of the four methods; says how many events are done with.</summary>
    private static async Task<int> DeliverAsync(IFunnelSource source, KillSource held, int next, int length, int way)
    {
        switch (way)
        {
            case 0:
                source.Add(held.Numbers.Slice(next, length), held.Events.Batch.Slice(next, length));
                return length;
            case 1:
                await source.AddAsync(held.Numbers[next], held.Events.Batch[next]);
                return 1;
            case 2:
                return source.TryAdd(held.Numbers[next], held.Events.Batch[next]) ? 1 : 0;
            default:
                return source.TryAdd(held.Numbers.Slice(next, length), held.Events.Batch.Slice(next, length));
        }
    }

    private static int HashOf(int streamSeed, int round) => (streamSeed * 7_919) + round; // HashCode differs from process to process

    private static void Tell(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
