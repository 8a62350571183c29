namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>What <see cref="IFunnelStore"/> promises; each store has a class derived from this.</summary>
public abstract class FunnelStoreContract : IAsyncLifetime
{
    private const int LargeBytes = 64 << 20;

    private IFunnelStore? _store;

    protected IFunnelStore Store => _store!;

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        _store = Open();
    }

    public async Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        await CleanAsync();
    }

    [StoreFact]
    public async Task What_was_never_saved_is_not_there()
    {
        Assert.Null(await Store.LoadAsync("b2b"));
        Assert.Null(await Store.LoadAsync("b2b", before: 7));
        await Store.SaveAsync("b2b", 3, Bytes(3));
        Assert.Null(await Store.LoadAsync("b2c"));
        Assert.Null(await Store.LoadAsync("b2b", before: 3));
        Assert.Null(await Store.LoadAsync("b2b", before: 0));
        Assert.Null(await Store.LoadAsync("b2b", before: -1));
    }

    [StoreFact]
    public async Task Another_instance_reads_what_was_saved_and_knows_where_it_lies()
    {
        await Store.SaveAsync("b2b", 41, Bytes(41));
        IFunnelStore again = Reopen();
        await AssertHeldAsync(again, "b2b", null, 41, Bytes(41));
        Assert.Contains("41", (await again.LoadAsync("b2b"))!.Origin, StringComparison.Ordinal);
        var conflict = await Assert.ThrowsAsync<CheckpointConflictException>(async () => await again.SaveAsync("b2b", 41, Bytes(1)));
        Assert.Equal(41, conflict.Held);
    }

    [StoreFact]
    public async Task The_two_latest_are_kept_whatever_gaps_their_numbers_have()
    {
        long[] numbers = [1, 2, 9, 10, 99, 1_000_000, long.MaxValue - 1, long.MaxValue];
        for (int i = 0; i < numbers.Length; i++)
        {
            await Store.SaveAsync("b2b", numbers[i], Bytes(numbers[i]));
            await AssertHeldAsync(Store, "b2b", null, numbers[i], Bytes(numbers[i]));
            if (i > 0)
                await AssertHeldAsync(Store, "b2b", numbers[i], numbers[i - 1], Bytes(numbers[i - 1]));
            if (i > 1)
                Assert.Null(await Store.LoadAsync("b2b", numbers[i - 1])); // else states would pile up
        }
    }

    [StoreFact]
    public async Task A_number_that_is_held_or_passed_is_a_conflict_and_changes_nothing()
    {
        await Store.SaveAsync("b2b", 5, Bytes(5));
        await Store.SaveAsync("b2b", 8, Bytes(8));
        foreach (long number in (long[])[8, 7, 5, 1])
        {
            var conflict = await Assert.ThrowsAsync<CheckpointConflictException>(async () => await Store.SaveAsync("b2b", number, Bytes(77)));
            Assert.Equal(("b2b", number, 8), (conflict.Funnel, conflict.Number, conflict.Held));
        }

        await AssertHeldAsync(Store, "b2b", null, 8, Bytes(8));
        await AssertHeldAsync(Store, "b2b", 8, 5, Bytes(5));
        await Store.SaveAsync("other", 1, Bytes(1)); // the numbers of another funnel are its own
    }

    [StoreFact]
    public async Task Of_many_that_save_one_number_at_once_one_wins()
    {
        await Store.SaveAsync("b2b", 1, Bytes(1));
        IFunnelStore[] stores = [.. Enumerable.Range(0, 8).Select(_ => OpenAnother())];
        bool[] won = await Task.WhenAll(stores.Select((store, i) => Task.Run(() => TrySaveAsync(store, "b2b", 2, Bytes(100 + i)))));
        int winner = Assert.Single(Enumerable.Range(0, won.Length), i => won[i]);
        await AssertHeldAsync(Store, "b2b", null, 2, Bytes(100 + winner));
        await AssertHeldAsync(Store, "b2b", 2, 1, Bytes(1));
    }

    [StoreFact]
    public async Task Of_ascending_numbers_saved_at_once_the_largest_is_held_and_the_largest_before_it()
    {
        const int last = 24;
        IFunnelStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => OpenAnother())];
        bool[] saved = await Task.WhenAll(Enumerable.Range(1, last).Select(number => Task.Run(() => TrySaveAsync(stores[number % stores.Length], "b2b", number, Bytes(number)))));
        Assert.True(saved[last - 1]);
        await AssertHeldAsync(Store, "b2b", null, last, Bytes(last));
        long before = Array.FindLastIndex(saved, last - 2, static s => s) + 1;
        if (before > 0)
            await AssertHeldAsync(Store, "b2b", last, before, Bytes(before));
    }

    [StoreFact]
    public async Task Names_of_any_text_are_told_apart()
    {
        string thousand = string.Concat(Enumerable.Range(0, 1000).Select(static i => (char)(0x4E00 + (i * 7919 % 20_000))));
        string[] names =
        [
            "b2b", "B2B", "b2b ", " b2b", "b2b\n", "b2b\r\n", "a/b", "a\\b", "a b", "a%20b", "a+b", "..", ".", "con", "NUL.txt", "-", "~", "{tag}", "{tag}x", "$1", "%", "_", "'; DROP TABLE x; --", "\"", "`",
            "a\0b", "a\0c", "a", "\0", "a\uFFFDb", "\u00E9", "e\u0301", "İ", "i", "ß", "SS", "Продажи", "販売", "🚀💰", "🚀", thousand, thousand[..^1] + "x", new string('x', 1000), string.Concat(Enumerable.Repeat("🚀", 500)),
        ];
        await Task.WhenAll(names.Select((name, i) => Store.SaveAsync(name, 1 + i, Bytes(i)).AsTask()));
        for (int i = 0; i < names.Length; i++)
            await AssertHeldAsync(Store, names[i], null, 1 + i, Bytes(i));
    }

    [StoreFact]
    public async Task Arguments_that_cannot_be_kept_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.SaveAsync(null!, 1, Bytes(1)));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.LoadAsync(null!));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.SaveAsync("half \uD800", 1, Bytes(1)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.LoadAsync("half \uDC00"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.SaveAsync("b2b", 0, Bytes(1)));
        Assert.Null(await Store.LoadAsync("b2b"));
    }

    [StoreFact]
    public async Task Many_funnels_save_at_once()
    {
        const int funnels = 100;
        await Parallel.ForEachAsync(Enumerable.Range(0, funnels), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            for (int number = 1; number <= 3; number++)
                await Store.SaveAsync($"tenant {i}", number, Bytes((1000 * i) + number), cancellationToken);
        });
        for (int i = 0; i < funnels; i++)
        {
            await AssertHeldAsync(Store, $"tenant {i}", null, 3, Bytes((1000 * i) + 3));
            await AssertHeldAsync(Store, $"tenant {i}", 3, 2, Bytes((1000 * i) + 2));
        }
    }

    [StoreFact]
    public async Task Saves_and_loads_in_any_order_answer_as_a_model_does()
    {
        var random = new Random(8);
        var model = new Dictionary<string, SortedDictionary<long, byte[]>>(StringComparer.Ordinal) { ["a"] = [], ["b"] = [], ["ab"] = [] };
        int conflicts = 0;
        for (int step = 0; step < 300; step++)
        {
            (string funnel, SortedDictionary<long, byte[]> held) = model.ElementAt(random.Next(3));
            long number = random.Next(1, 10) + (step / 10);
            if (random.Next(2) == 0)
            {
                long? before = random.Next(3) == 0 ? null : number;
                StoredCheckpoint? loaded = await Store.LoadAsync(funnel, before);
                Assert.Equal(held.Keys.LastOrDefault(k => before is null || k < before), loaded?.Number ?? 0);
                if (loaded is not null)
                    Assert.Equal(held[loaded.Number], loaded.Bytes.ToArray());
                continue;
            }

            byte[] bytes = Bytes(step);
            bool saved = await TrySaveAsync(Store, funnel, number, bytes);
            Assert.Equal(held.Count == 0 || held.Keys.Last() < number, saved);
            conflicts += saved ? 0 : 1;
            if (!saved)
                continue;
            held[number] = bytes;
            if (held.Count > 2)
                held.Remove(held.Keys.First());
        }

        Assert.InRange(conflicts, 20, 130); // both ways were taken
    }

    [StoreFact]
    public async Task Nothing_and_64_MB_are_kept_alike()
    {
        byte[] large = new byte[LargeBytes];
        new Random(64).NextBytes(large);
        await Store.SaveAsync("b2b", 1, ReadOnlyMemory<byte>.Empty);
        await Store.SaveAsync("b2b", 2, large);
        StoredCheckpoint? latest = await Store.LoadAsync("b2b");
        Assert.True(latest!.Bytes.Span.SequenceEqual(large)); // the message of Assert.Equal would hold both
        StoredCheckpoint? before = await Store.LoadAsync("b2b", 2);
        Assert.Equal((1, 0), (before!.Number, before.Bytes.Length));
    }

    [StoreFact]
    public async Task A_part_of_a_larger_array_is_kept_as_the_part()
    {
        byte[] whole = [.. Enumerable.Range(0, 100).Select(static i => (byte)i)];
        await Store.SaveAsync("b2b", 1, whole.AsMemory(10, 5));
        await AssertHeldAsync(Store, "b2b", null, 1, [10, 11, 12, 13, 14]);
    }

    [StoreFact]
    public async Task Who_gives_up_before_the_start_changes_nothing()
    {
        var given = new CancellationToken(canceled: true);
        await Store.SaveAsync("b2b", 1, Bytes(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.SaveAsync("b2b", 2, Bytes(2), given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.LoadAsync("b2b", null, given));
        await AssertHeldAsync(Store, "b2b", null, 1, Bytes(1));
    }

    [StoreFact]
    public async Task Who_gives_up_on_the_way_leaves_the_old_or_the_new()
    {
        byte[] old = Bytes(0);
        await Store.SaveAsync("b2b", 1, old);
        long held = 1;
        for (int i = 0; i < 10; i++)
        {
            byte[] bytes = new byte[1 << 20];
            bytes.AsSpan().Fill((byte)i);
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(i));
            try
            {
                await Store.SaveAsync("b2b", 2 + i, bytes, limit.Token);
            }
            catch (OperationCanceledException)
            {
            }

            await Store.SaveAsync("barrier", 1 + i, old); // a server answers commands of one connection in order
            StoredCheckpoint? latest = await Store.LoadAsync("b2b");
            Assert.True(latest!.Number == held || latest.Number == 2 + i);
            if (latest.Number != held)
                Assert.True(latest.Bytes.Span.SequenceEqual(bytes));
            held = latest.Number;
        }
    }

    /// <summary>Makes place for what this test keeps.</summary>
    protected abstract Task PrepareAsync();

    /// <summary>Takes away what this test kept.</summary>
    protected abstract Task CleanAsync();

    protected abstract IFunnelStore Open();

    /// <summary>A second store over the same place; the first where only one may use it at a time.</summary>
    protected virtual IFunnelStore OpenAnother() => Open();

    protected static async Task AssertHeldAsync(IFunnelStore store, string funnel, long? before, long number, byte[] bytes)
    {
        StoredCheckpoint? held = await store.LoadAsync(funnel, before);
        Assert.NotNull(held);
        Assert.Equal(number, held.Number);
        Assert.Equal(bytes, held.Bytes.ToArray());
    }

    protected static async Task<bool> TrySaveAsync(IFunnelStore store, string funnel, long number, byte[] bytes)
    {
        try
        {
            await store.SaveAsync(funnel, number, bytes);
            return true;
        }
        catch (CheckpointConflictException)
        {
            return false;
        }
    }

    protected static byte[] Bytes(long seed)
    {
        byte[] bytes = new byte[200];
        new Random((int)(seed % int.MaxValue)).NextBytes(bytes);
        return bytes;
    }

    private IFunnelStore Reopen()
    {
        (_store as IDisposable)?.Dispose();
        return _store = Open();
    }
}
