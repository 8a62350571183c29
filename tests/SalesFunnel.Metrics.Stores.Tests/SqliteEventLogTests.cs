using Microsoft.Data.Sqlite;

namespace SalesFunnel.Metrics.Stores.Tests;

public sealed class SqliteEventLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["events.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Blocks_of_many_funnels_come_back_in_order_after_a_restart()
    {
        string[] names = ["b2b", "B2B", "a\0b", "a\0c", "Продажи", "🚀", new string('x', 1000)];
        using (var log = new SqliteEventLog(File))
        {
            for (int number = 1; number <= 5; number++)
            {
                for (int i = 0; i < names.Length; i++)
                    await log.AppendAsync(names[i], number, Bytes((100 * i) + number));
            }
        }

        using var again = new SqliteEventLog(File);
        for (int i = 0; i < names.Length; i++)
        {
            LoggedBlock[] blocks = await again.ReadAsync(names[i], 2).ToArrayAsync();
            Assert.Equal([3, 4, 5], blocks.Select(static b => b.Number));
            Assert.All(blocks, b => Assert.Equal(Bytes((100 * i) + (int)b.Number), b.Bytes.ToArray()));
        }

        Assert.Empty(await again.ReadAsync("nobody", 0).ToArrayAsync());
    }

    [Fact]
    public async Task A_block_given_again_is_there_once_and_another_one_under_its_number_refused()
    {
        using var log = new SqliteEventLog(File);
        await log.AppendAsync("b2b", 1, Bytes(1));
        await log.AppendAsync("b2b", 1, Bytes(1));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("b2b", 1, Bytes(2)));
        Assert.Contains("Block 1 of funnel 'b2b' was not appended", error.Message, StringComparison.Ordinal);
        Assert.Contains("is there with other events", error.Message, StringComparison.Ordinal);
        Assert.Equal(Bytes(1), (await log.ReadAsync("b2b", 0).SingleAsync()).Bytes.ToArray());
    }

    [Fact]
    public async Task A_gap_is_refused_but_a_new_log_may_begin_anywhere()
    {
        using var log = new SqliteEventLog(File);
        await log.AppendAsync("b2b", 58, Bytes(58));
        var gap = await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("b2b", 60, Bytes(60)));
        Assert.Contains("the last block is 58, so 59 comes next", gap.Message, StringComparison.Ordinal);
        await log.AppendAsync("b2b", 59, Bytes(59));
        long[] held = await log.ReadAsync("b2b", 57).Select(static b => b.Number).ToArrayAsync();
        Assert.Equal([58, 59], held);
        var before = await Assert.ThrowsAsync<InvalidDataException>(async () => await log.ReadAsync("b2b", 40).ToArrayAsync());
        Assert.Contains("no longer has blocks 41 to 57 of funnel 'b2b'", before.Message, StringComparison.Ordinal);
        var after = await Assert.ThrowsAsync<InvalidDataException>(async () => await log.ReadAsync("b2b", 60).ToArrayAsync());
        Assert.Contains("ends with block 59 of funnel 'b2b', but the saved state holds block 60", after.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trimmed_blocks_are_gone_and_numbers_go_on()
    {
        using var log = new SqliteEventLog(File);
        for (int number = 1; number <= 6; number++)
        {
            await log.AppendAsync("b2b", number, Bytes(number));
            await log.AppendAsync("b2c", number, Bytes(number));
        }

        await log.TrimAsync("b2b", 4);
        await log.TrimAsync("b2b", 2); // done already
        await log.TrimAsync("nobody", 4);
        long[] left = await log.ReadAsync("b2b", 4).Select(static b => b.Number).ToArrayAsync();
        Assert.Equal([5, 6], left);
        Assert.Equal(6, await log.ReadAsync("b2c", 0).CountAsync());
        await Assert.ThrowsAsync<InvalidDataException>(async () => await log.ReadAsync("b2b", 3).ToArrayAsync());
        var trimmed = await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("b2b", 4, Bytes(4)));
        Assert.Contains("trimmed since", trimmed.Message, StringComparison.Ordinal);

        await log.TrimAsync("b2b", 100);
        Assert.Empty(await log.ReadAsync("b2b", 6).ToArrayAsync());
        await Assert.ThrowsAsync<InvalidDataException>(async () => await log.ReadAsync("b2b", 0).ToArrayAsync()); // also with no block left
        await log.AppendAsync("b2b", 7, Bytes(7));
        Assert.Equal(7, (await log.ReadAsync("b2b", 6).SingleAsync()).Number);
    }

    [Fact]
    public async Task Blocks_larger_than_a_page_come_one_after_the_other()
    {
        using var log = new SqliteEventLog(File);
        for (int number = 1; number <= 4; number++)
            await log.AppendAsync("b2b", number, new byte[5 << 20]);
        long next = 1;
        await foreach (LoggedBlock block in log.ReadAsync("b2b", 0))
        {
            Assert.Equal((next++, 5 << 20), (block.Number, block.Bytes.Length));
            await log.AppendAsync("other", block.Number, Bytes(1)); // reading holds no lock
        }

        Assert.Equal(5, next);
    }

    [Fact]
    public async Task Two_processes_that_log_one_funnel_cannot_overwrite_each_other()
    {
        using SqliteEventLog one = new(File), other = new(File);
        var held = new byte[51][];
        await Task.WhenAll(Enumerable.Range(0, 2).Select(who => Task.Run(async () =>
        {
            SqliteEventLog log = who == 0 ? one : other;
            for (int number = 1; number <= 50; number++)
            {
                byte[] mine = Bytes((1000 * who) + number);
                try
                {
                    await log.AppendAsync("shared", number, mine);
                    held[number] = mine;
                }
                catch (InvalidOperationException e) when (e.Message.Contains("with other events", StringComparison.Ordinal))
                {
                }

                await log.AppendAsync("own " + who, number, mine);
            }
        })));
        Assert.Equal(held.Skip(1), (await one.ReadAsync("shared", 0).ToArrayAsync()).Select(static b => b.Bytes.ToArray()));
        Assert.Equal(50, await one.ReadAsync("own 1", 0).CountAsync());
        Assert.Equal(50, await other.ReadAsync("own 0", 0).CountAsync());
    }

    [Fact]
    public async Task A_write_ahead_log_cut_or_damaged_anywhere_loses_only_its_end()
    {
        const int blocks = 40;
        using var log = new SqliteEventLog(File);
        for (int number = 1; number <= blocks; number++)
            await log.AppendAsync("b2b", number, Bytes(number));
        byte[] ahead = Read(File + "-wal");
        byte[] main = Read(File);
        var random = new Random(7);
        int shorter = 0;
        for (int i = 0; i < 60; i++)
        {
            using var folder = new TemporaryFolder();
            string copy = folder["events.db"];
            System.IO.File.WriteAllBytes(copy, main);
            byte[] damaged = ahead[..(i % 2 == 0 ? random.Next(ahead.Length) : ahead.Length)];
            if (i % 2 == 1)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(copy + "-wal", damaged);
            using var after = new SqliteEventLog(copy);
            LoggedBlock[] left = await after.ReadAsync("b2b", 0).ToArrayAsync();
            Assert.Equal(Enumerable.Range(1, left.Length).Select(static n => (long)n), left.Select(static b => b.Number));
            Assert.All(left, static b => Assert.Equal(Bytes((int)b.Number), b.Bytes.ToArray()));
            shorter += left.Length < blocks ? 1 : 0;
        }

        Assert.True(shorter > 40, $"Only {shorter} of 60 copies lost anything.");
    }

    [Fact]
    public async Task Files_that_are_no_log_are_refused_and_left_as_they_are()
    {
        byte[] text = "deal,stage,at\n1,Lead,2026-01-05\n"u8.ToArray();
        await System.IO.File.WriteAllBytesAsync(_folder["deals.csv"], text);
        var noDatabase = Assert.Throws<InvalidDataException>(() => new SqliteEventLog(_folder["deals.csv"]));
        Assert.Contains("deals.csv' is damaged, or no database of SQLite", noDatabase.Message, StringComparison.Ordinal);
        Assert.Equal(text, await System.IO.File.ReadAllBytesAsync(_folder["deals.csv"]));

        Execute(_folder["shop.db"], "CREATE TABLE orders (id INTEGER)");
        byte[] shop = Read(_folder["shop.db"]);
        var foreign = Assert.Throws<InvalidDataException>(() => new SqliteEventLog(_folder["shop.db"]));
        Assert.Contains("is a database of another application", foreign.Message, StringComparison.Ordinal);
        Assert.Equal(shop, Read(_folder["shop.db"]));

        new SqliteEventLog(File).Dispose();
        Execute(File, "PRAGMA user_version = 9");
        var newer = Assert.Throws<InvalidDataException>(() => new SqliteEventLog(File));
        Assert.Contains("has layout 9; this version of the library reads layout 1", newer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_made_and_the_file_has_a_write_ahead_log()
    {
        using var log = new SqliteEventLog(_folder[Path.Combine("made", "events.db")]);
        using var connection = new SqliteConnection($"Data Source={_folder[Path.Combine("made", "events.db")]};Pooling=false");
        connection.Open();
        using SqliteCommand mode = connection.CreateCommand();
        mode.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", mode.ExecuteScalar());
    }

    [Fact]
    public async Task Who_gives_up_before_the_start_appends_nothing()
    {
        using var log = new SqliteEventLog(File);
        var given = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.AppendAsync("b2b", 1, Bytes(1), given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.TrimAsync("b2b", 1, given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.ReadAsync("b2b", 0, given).ToArrayAsync());
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync("half \uD800", 1, Bytes(1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.AppendAsync("b2b", 0, Bytes(1)));
        Assert.Empty(await log.ReadAsync("b2b", 0).ToArrayAsync());
    }

    private static byte[] Bytes(int seed)
    {
        byte[] bytes = new byte[300];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Read(string path) // while SQLite holds it
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
