using Microsoft.Extensions.Time.Testing;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

public sealed class DamagedFilesTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("B2B").Stage("Lead", StageRole.Awareness).Stage("Proposal", StageRole.Decision).Won("Signed");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_torn_at_any_length_is_told()
    {
        byte[] whole = Checkpoint(deals: 3);
        string path = await SaveAsync(whole);
        for (int length = 0; length < whole.Length; length++)
            await AssertToldAsync(path, whole[..length]);
        await AssertToldAsync(path, [.. whole, 0]);
    }

    [Fact]
    public async Task A_large_file_torn_anywhere_is_told()
    {
        byte[] whole = Checkpoint(deals: 2_000);
        string path = await SaveAsync(whole);
        var random = new Random(8);
        for (int i = 0; i < 40; i++)
            await AssertToldAsync(path, whole[..random.Next(whole.Length)]);
        for (int page = 4096; page < whole.Length; page += 4096 * 3)
            await AssertToldAsync(path, [.. whole[..page], .. new byte[whole.Length - page]]); // the length was written, the pages were not
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_told()
    {
        byte[] whole = Checkpoint(deals: 3);
        string path = await SaveAsync(whole);
        for (int bit = 0; bit < whole.Length * 8; bit += 5)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await AssertToldAsync(path, flipped);
        }

        await AssertToldAsync(path, whole, isWhole: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.5)]
    public async Task After_a_damaged_file_the_one_before_is_used_and_redelivery_counts_each_event_once(double keptPart)
    {
        var time = new FakeTimeProvider(s_start.AddYears(1));
        using (var store = new FileFunnelStore(_folder.Path))
        await using (FunnelMonitors monitors = Live(store, time))
        {
            IFunnelSource source = await monitors.Get("b2b").OpenSourceAsync("crm");
            await DeliverAsync(source, 1, 10);
            Assert.True(await monitors.Get("b2b").SaveAsync());
            await DeliverAsync(source, 11, 20);
        }

        string latest = Directory.EnumerateFiles(_folder["b2b"]).Max(StringComparer.Ordinal)!;
        byte[] bytes = await File.ReadAllBytesAsync(latest);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(latest, bytes[..(int)(bytes.Length * keptPart)]);

        using var reopened = new FileFunnelStore(_folder.Path);
        await using FunnelMonitors again = Live(reopened, time);
        IFunnelSource after = await again.Get("b2b").OpenSourceAsync("crm");
        Assert.Equal(10, after.LastAccepted);
        string damaged = Assert.Single(again.Get("b2b").Status.DamagedCheckpoints);
        Assert.StartsWith(latest + ": ", damaged, StringComparison.Ordinal);
        await DeliverAsync(after, 5, 20);
        StageSnapshot snapshot = await again.Get("b2b").SnapshotAsync();
        Assert.Equal(20, snapshot.Leads);
        Assert.Equal(6, again.Get("b2b").Status.Redelivered);
    }

    private static FunnelMonitors Live(FileFunnelStore store, TimeProvider time) => new([new FunnelRegistration("b2b", static _ => s_funnel)], null, time, store);

    private static async Task DeliverAsync(IFunnelSource source, int first, int last)
    {
        for (int deal = first; deal <= last; deal++)
            await source.AddAsync(deal, DealEvent.Enter(deal, s_start.AddMinutes(deal), 0));
    }

    private static byte[] Checkpoint(int deals)
    {
        var tracker = new StageHistoryTracker(s_funnel);
        for (int deal = 1; deal <= deals; deal++)
            tracker.Add(DealEvent.Enter(deal, s_start.AddMinutes(deal), deal % 2));
        return CheckpointCodec.ToBytes(new FunnelCheckpoint(tracker) { Number = 1, SavedAt = s_start, Sources = [new SourcePosition("crm", deals)] });
    }

    private async Task<string> SaveAsync(byte[] bytes)
    {
        using var store = new FileFunnelStore(_folder.Path);
        await store.SaveAsync("b2b", 1, bytes);
        return (await store.LoadAsync("b2b"))!.Origin;
    }

    private async Task AssertToldAsync(string path, byte[] bytes, bool isWhole = false)
    {
        await File.WriteAllBytesAsync(path, bytes);
        using var store = new FileFunnelStore(_folder.Path);
        StoredCheckpoint loaded = (await store.LoadAsync("b2b"))!;
        if (isWhole)
            Assert.Equal(1, CheckpointCodec.Read(loaded.Bytes.Span, s_funnel).Number);
        else
            Assert.Throws<StateFormatException>(() => CheckpointCodec.Read(loaded.Bytes.Span, s_funnel));
    }
}
