namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

public sealed class FileFunnelStoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "funnel-store-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_empty_store_has_no_checkpoint()
    {
        using var store = new FileFunnelStore(_folder);
        Assert.Null(await store.LoadAsync("b2b"));
    }

    [Fact]
    public async Task The_two_latest_checkpoints_are_kept_and_another_store_reads_them()
    {
        using (var store = new FileFunnelStore(_folder))
        {
            for (int number = 1; number <= 4; number++)
                await store.SaveAsync("b2b", number, new byte[] { (byte)number, 7 });
        }

        using var again = new FileFunnelStore(_folder);
        StoredCheckpoint latest = Assert.IsType<StoredCheckpoint>(await again.LoadAsync("b2b"));
        StoredCheckpoint before = Assert.IsType<StoredCheckpoint>(await again.LoadAsync("b2b", latest.Number));
        Assert.Equal((4, 3), (latest.Number, before.Number));
        Assert.Equal([4, 7], latest.Bytes.ToArray());
        Assert.Equal([3, 7], before.Bytes.ToArray());
        Assert.Null(await again.LoadAsync("b2b", before.Number));
        Assert.Equal(File.ReadAllBytes(latest.Origin), latest.Bytes.ToArray());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(1)]
    public async Task A_number_that_is_not_above_the_latest_is_a_conflict_and_changes_nothing(long number)
    {
        using var store = new FileFunnelStore(_folder);
        await store.SaveAsync("b2b", 5, new byte[] { 5 });
        var error = await Assert.ThrowsAsync<CheckpointConflictException>(async () => await store.SaveAsync("b2b", number, new byte[] { 9 }));
        Assert.Equal(("b2b", number, 5), (error.Funnel, error.Number, error.Held));
        Assert.Equal([5], (await store.LoadAsync("b2b"))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Funnels_of_any_name_are_kept_apart_also_where_case_is_not_told_apart()
    {
        string longName = new('x', 1000);
        string[] names = ["b2b", "B2B", "a/b", "a\\b", "..", ".", "con", "com1", "%63on", "a b", "a%20b", "Продажи", "販売", "\U0001F680\U0001F4B0", "é", "e\u0301", "~", longName, longName + "y", string.Concat(Enumerable.Repeat("\U0001F680", 500))];
        using (var store = new FileFunnelStore(_folder))
        {
            for (int i = 0; i < names.Length; i++)
                await store.SaveAsync(names[i], 1, new byte[] { (byte)i });
            for (int i = 0; i < names.Length; i++)
                Assert.Equal([(byte)i], (await store.LoadAsync(names[i]))!.Bytes.ToArray());
        }

        string[] folders = [.. Directory.GetDirectories(_folder).Select(path => Path.GetFileName(path))];
        Assert.Equal(names.Length, folders.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(folders, folder => Assert.True(folder.Length <= 120 && folder.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '%' or '~'), folder));
        Assert.DoesNotContain("con", folders);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_name()
    {
        using var store = new FileFunnelStore(_folder);
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await store.SaveAsync("ab\uD83D", 1, new byte[] { 1 }));
        Assert.Contains("position 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_store_on_the_folder_is_told_until_the_first_has_ended()
    {
        using var second = new FileFunnelStore(_folder);
        using (var first = new FileFunnelStore(_folder))
        {
            await first.SaveAsync("b2b", 1, new byte[] { 1 });
            var error = await Assert.ThrowsAsync<IOException>(async () => await second.LoadAsync("b2b"));
            Assert.Contains($"The folder '{_folder}' is in use", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await second.LoadAsync("b2b"))!.Number);
    }

    [Fact]
    public async Task What_an_interrupted_save_has_left_is_removed_and_never_read()
    {
        using var store = new FileFunnelStore(_folder);
        await store.SaveAsync("b2b", 1, new byte[] { 1 });
        string left = Path.Combine(_folder, "b2b", "0000000000000000002.tmp");
        await File.WriteAllBytesAsync(left, [2]);
        Assert.Equal(1, (await store.LoadAsync("b2b"))!.Number);
        Assert.False(File.Exists(left));
        await File.WriteAllBytesAsync(left, [2]);
        await store.SaveAsync("b2b", 2, new byte[] { 22 });
        Assert.Equal([22], (await store.LoadAsync("b2b"))!.Bytes.ToArray());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "b2b"), "*.tmp"));
    }

    [Fact]
    public async Task A_save_that_was_given_up_before_it_began_leaves_nothing()
    {
        using var store = new FileFunnelStore(_folder);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.SaveAsync("b2b", 1, new byte[] { 1 }, new CancellationToken(canceled: true)));
        Assert.Null(await store.LoadAsync("b2b"));
    }

    [Fact]
    public async Task Many_funnels_are_saved_at_once()
    {
        using var store = new FileFunnelStore(_folder);
        await Parallel.ForAsync(0, 60, async (funnel, token) =>
        {
            for (int number = 1; number <= 3; number++)
                await store.SaveAsync($"f{funnel}", number, new byte[] { (byte)funnel, (byte)number }, token);
        });
        for (int funnel = 0; funnel < 60; funnel++)
            Assert.Equal([(byte)funnel, 3], (await store.LoadAsync($"f{funnel}"))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Savers_of_one_number_get_it_once()
    {
        using var store = new FileFunnelStore(_folder);
        bool[] saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await store.SaveAsync("b2b", 1, new byte[] { (byte)i });
                return true;
            }
            catch (CheckpointConflictException)
            {
                return false;
            }
        }));
        Assert.Single(saved, true);
        Assert.Equal([(byte)Array.IndexOf(saved, true)], (await store.LoadAsync("b2b"))!.Bytes.ToArray());
    }

    [Fact]
    public async Task A_store_that_has_ended_says_so()
    {
        var store = new FileFunnelStore(_folder);
        store.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.SaveAsync("b2b", 1, new byte[] { 1 }));
    }

    [Fact]
    public async Task A_torn_or_changed_file_is_told_by_its_reader_and_the_one_before_is_whole()
    {
        byte[] state = SnapshotCodec.ToBytes(new StageHistoryTracker(FunnelDefinition.Classic).Snapshot(DateTimeOffset.UnixEpoch));
        using var store = new FileFunnelStore(_folder);
        await store.SaveAsync("b2b", 1, state);
        await store.SaveAsync("b2b", 2, state);
        string path = (await store.LoadAsync("b2b"))!.Origin;
        for (int length = 0; length < state.Length; length++)
        {
            await File.WriteAllBytesAsync(path, state[..length]);
            ReadOnlyMemory<byte> torn = (await store.LoadAsync("b2b"))!.Bytes;
            Assert.Throws<StateFormatException>(() => SnapshotCodec.Read(torn.Span));
        }

        for (int at = 0; at < state.Length; at++)
        {
            byte[] flipped = [.. state];
            flipped[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(path, flipped);
            ReadOnlyMemory<byte> changed = (await store.LoadAsync("b2b"))!.Bytes;
            Assert.Throws<StateFormatException>(() => SnapshotCodec.Read(changed.Span));
        }

        Assert.Equal(state, (await store.LoadAsync("b2b", before: 2))!.Bytes.ToArray());
    }
}
