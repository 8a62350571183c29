using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Extensions.DependencyInjection;
using SalesFunnel.Metrics.Extensions.Hosting;

namespace SalesFunnel.Metrics.KillTests;

/// <summary>Takes one stream to its end over one folder, killing the process that takes it again and again.</summary>
internal sealed class KillLane(string folder, int streamSeed, KillCounts counts, Func<bool> mayKill)
{
    private const int LongestLife = 150; // milliseconds

    private readonly Random _random = new(streamSeed);
    private readonly string _store = Path.Combine(folder, Child.StoreFolder);
    private string? _torn; // the checkpoint that was damaged last
    private bool _isTornTold;

    public async Task RunAsync()
    {
        Directory.CreateDirectory(folder);
        using var broker = new Broker(Path.Combine(folder, Child.BrokerFile));
        for (int round = 0; !await RunChildAsync(round, broker); round++)
            counts.Add("restarts");
        counts.Add("finished");
        foreach ((string what, Broker.Counter counter) in new[] { ("saves", Broker.Counter.SavesBegun), ("delivered", Broker.Counter.Delivered), ("redelivered", Broker.Counter.Redelivered) })
            counts.Add(what, broker.Read(counter));
        if (_torn is not null && !_isTornTold)
            counts.Add("superseded");
        await CompareAsync();
    }

    /// <summary>Runs the process once; false when it was killed.</summary>
    private async Task<bool> RunChildAsync(int round, Broker broker)
    {
        DamageNow();
        bool expectsDamage = Damage.Checkpoints(_store) is [.., var latest] && latest == _torn;
        using Process child = Process.Start(new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, "child", folder, Text(streamSeed), Text(round)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        bool kills = mayKill();
        bool killsWhileReading = kills && _random.Next(8) == 0;
        string until = killsWhileReading ? Child.Started : Child.Ready;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line == until)
                break;
        }

        bool killed = kills && await KillAsync(child, killsWhileReading ? _random.Next(LongestLife / 2) : _random.Next(LongestLife));
        string rest = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        lines.AddRange(rest.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        bool ended = !killed && child.ExitCode == 0;
        if (!killed && !ended)
            throw new InvalidOperationException($"Stream {Text(streamSeed)}, round {Text(round)}: the process ended by itself with code {Text(child.ExitCode)}. {await errors}");
        bool wasReady = lines.Contains(Child.Ready);
        if (killed)
            CountKill(wasReady, broker);
        foreach (string line in lines.Where(static l => l.StartsWith(Child.Problem, StringComparison.Ordinal)))
            Report(round, line[Child.Problem.Length..]);
        if (wasReady)
            CheckDamageTold(round, expectsDamage, [.. lines.Where(static l => l.StartsWith(Child.Damaged, StringComparison.Ordinal)).Select(static l => l[Child.Damaged.Length..])]);
        return ended;
    }

    private static async Task<bool> KillAsync(Process child, int afterMilliseconds)
    {
        Task end = child.WaitForExitAsync();
        if (await Task.WhenAny(end, Task.Delay(afterMilliseconds)) == end)
            return false;
        child.Kill();
        await end;
        return child.ExitCode != 0; // it may have come to its end just then
    }

    private void CountKill(bool wasReady, Broker broker)
    {
        bool saving = broker.Read(Broker.Counter.SavesBegun) > broker.Read(Broker.Counter.SavesEnded);
        counts.Add("kills");
        counts.Add(!wasReady ? "kills.restore" : saving ? "kills.save" : "kills.ingestion");
        broker.Add(Broker.Counter.SavesEnded, broker.Read(Broker.Counter.SavesBegun) - broker.Read(Broker.Counter.SavesEnded));
        counts.Add("temporaries", Damage.Temporaries(_store).Count);
    }

    /// <summary>Damages the latest checkpoint now and then: never both that are kept, since then nothing could be passed over for.</summary>
    private void DamageNow()
    {
        IReadOnlyList<string> checkpoints = Damage.Checkpoints(_store);
        if (checkpoints is [.., var last] && _random.Next(6) == 0)
        {
            Damage.LeaveTemporary(last, _random);
            counts.Add("planted");
        }

        if (checkpoints is not [.., var before, var latest] || before == _torn || latest == _torn || _random.Next(4) != 0)
            return;
        if (_torn is not null && !_isTornTold)
            counts.Add("superseded");
        counts.Add("damaged." + Damage.Tear(latest, _random));
        counts.Add("damaged");
        (_torn, _isTornTold) = (latest, false);
    }

    private void CheckDamageTold(int round, bool expected, string[] told)
    {
        if (told.Length != (expected ? 1 : 0))
            Report(round, $"{(expected ? "one damaged checkpoint" : "no damaged checkpoint")} should be told, told are: {string.Join(" | ", told)}");
        else if (expected && !(told[0].StartsWith(_torn! + ": ", StringComparison.Ordinal) && told[0].Length > _torn!.Length + 20))
            Report(round, $"the damage of '{_torn}' is not told clearly: {told[0]}");
        if (!expected || _isTornTold || told.Length != 1)
            return;
        counts.Add("told");
        _isTornTold = true;
    }

    private async Task CompareAsync()
    {
        var stream = new KillInput(streamSeed);
        counts.Add("streams");
        counts.Add("events", stream.EventCount);
        byte[] counted = await File.ReadAllBytesAsync(Path.Combine(folder, Child.ResultFile));
        IReadOnlyList<string> differences = stream.Differences(counted);
        if (differences.Count > 0)
            Report(-1, string.Join("; ", differences.Take(5)));
        using var store = new FileFunnelStore(_store);
        await using FunnelMonitors monitors = KillInput.Monitors(store, queueCapacity: 1);
        StageSnapshot again = await monitors.Get(KillInput.FunnelName).SnapshotAsync(KillInput.AsOf);
        if (!SnapshotCodec.ToBytes(again).AsSpan().SequenceEqual(counted))
            Report(-1, "the state that was saved at the end gives other counts than those before it was saved");
    }

    private void Report(int round, string problem) =>
        counts.Problems.Enqueue(round < 0 ? $"stream {Text(streamSeed)}, at its end: {problem}" : $"stream {Text(streamSeed)}, round {Text(round)}: {problem}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
