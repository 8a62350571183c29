using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace SalesFunnel.Metrics.Stores;

/// <summary>Keeps accepted events in a file of SQLite until a checkpoint holds them: many funnels in one file, one row a block.</summary>
/// <remarks>An append is one transaction of the write-ahead log, flushed to disk before it returns (<c>synchronous = FULL</c>). Appends of all funnels of one file follow each other. A second process may open the file: SQLite locks
/// it, and a block that another process appended under the same number is a conflict, not an overwrite. Put the file on a local disk, not on a network share. <see cref="Dispose"/> closes the file; let the container own it:
/// <c>services.AddSingleton&lt;IEventLog&gt;(_ => new SqliteEventLog(path))</c>.</remarks>
public sealed class SqliteEventLog : IEventLog, IDisposable
{
    private const int PageBytes = 4 << 20; // read at a time; at least one block

    private readonly SqliteFile _file;

    /// <summary>Opens the file, or makes it and its folder.</summary>
    /// <param name="path">The file. Its folder also holds its <c>-wal</c> and <c>-shm</c> files.</param>
    /// <exception cref="InvalidDataException">The file is damaged, belongs to another application, or has another layout.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public SqliteEventLog(string path) => _file = new SqliteFile(path);

    /// <inheritdoc/>
    /// <remarks>All or nothing. The same number may be given again with the same bytes; the block is there once. A funnel that the file does not know may begin with any number; after that there is no gap.</remarks>
    /// <exception cref="InvalidOperationException">The number leaves a gap, or the block was appended before with other bytes, or was trimmed.</exception>
    /// <exception cref="IOException">The disk is full, or another process holds the file.</exception>
    public ValueTask AppendAsync(string funnel, long number, ReadOnlyMemory<byte> block, CancellationToken cancellationToken = default)
    {
        _ = StoreChecks.Utf8(funnel);
        StoreChecks.RequireNumber(number);
        return _file.WriteAsync(transaction => Append(transaction, funnel, number, SqliteBytes.Of(block)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Blocks right after the number were trimmed, or the log ends before it: the log and the saved state do not belong together.</exception>
    public async IAsyncEnumerable<LoggedBlock> ReadAsync(string funnel, long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _ = StoreChecks.Utf8(funnel);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<LoggedBlock> page = await _file.ReadAsync(transaction => ReadPage(transaction, funnel, after), cancellationToken).ConfigureAwait(false);
            foreach (LoggedBlock block in page)
                yield return block;
            if (page.Count == 0)
                yield break;
            after = page[^1].Number;
        }
    }

    /// <inheritdoc/>
    public ValueTask TrimAsync(string funnel, long upTo, CancellationToken cancellationToken = default)
    {
        _ = StoreChecks.Utf8(funnel);
        return _file.WriteAsync(transaction => Trim(transaction, funnel, upTo), cancellationToken);
    }

    /// <summary>Closes the file after the append that runs.</summary>
    public void Dispose() => _file.Dispose();

    private static (long Id, long Logged, long Trimmed)? Find(SqliteTransaction transaction, string funnel)
    {
        using SqliteCommand command = SqliteFile.Command(transaction, "SELECT id, logged, trimmed FROM funnel WHERE name = $name", ("$name", funnel));
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }

    private static void Trim(SqliteTransaction transaction, string funnel, long upTo)
    {
        if (Find(transaction, funnel) is not var (id, logged, trimmed) || Math.Min(upTo, logged) <= trimmed)
            return;
        SqliteFile.Execute(transaction, "DELETE FROM block WHERE funnel = $id AND number <= $upTo; UPDATE funnel SET trimmed = $upTo WHERE id = $id", ("$id", id), ("$upTo", Math.Min(upTo, logged)));
    }

    private void Append(SqliteTransaction transaction, string funnel, long number, byte[] bytes)
    {
        (long Id, long Logged, long Trimmed)? known = Find(transaction, funnel);
        if (known is not { Logged: > 0 } row)
        {
            // The log may be new beside older checkpoints, which hold all blocks before.
            SqliteFile.Execute(transaction, "INSERT INTO funnel (name, logged, trimmed) VALUES ($name, $before, $before) ON CONFLICT (name) DO UPDATE SET logged = $before, trimmed = $before", ("$name", funnel), ("$before", number - 1));
            row = Find(transaction, funnel)!.Value;
        }

        if (number <= row.Logged)
            RequireSame(transaction, funnel, row.Id, number, bytes);
        else if (number > row.Logged + 1)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Block {number} of funnel '{funnel}' was not appended to '{_file.Path}': the last block is {row.Logged}, so {row.Logged + 1} comes next. The file is older than the saved state of the funnel; bring back the right one, or move it away when a checkpoint holds all up to {number - 1}."));
        else
            SqliteFile.Execute(transaction, "INSERT INTO block (funnel, number, bytes) VALUES ($id, $number, $bytes); UPDATE funnel SET logged = $number WHERE id = $id", ("$id", row.Id), ("$number", number), ("$bytes", bytes));
    }

    private void RequireSame(SqliteTransaction transaction, string funnel, long id, long number, byte[] bytes)
    {
        object? same = SqliteFile.Scalar(transaction, "SELECT bytes = $bytes FROM block WHERE funnel = $id AND number = $number", ("$id", id), ("$number", number), ("$bytes", bytes));
        if (same is 1L)
            return;
        string held = same is null ? "was appended before and trimmed since" : "is there with other events";
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Block {number} of funnel '{funnel}' was not appended to '{_file.Path}': it {held}. Another process logs this funnel, or its saved state was taken back. Let one process at a time own a funnel, and keep store and log together."));
    }

    private List<LoggedBlock> ReadPage(SqliteTransaction transaction, string funnel, long after)
    {
        var page = new List<LoggedBlock>();
        if (Find(transaction, funnel) is not { Logged: > 0 } row)
            return page;
        if (after < row.Trimmed)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The event log '{_file.Path}' no longer has blocks {after + 1} to {row.Trimmed} of funnel '{funnel}': a checkpoint held them, but the saved state ends at block {after}. Bring the store back that belongs to this log, or delete both to start anew."));
        if (after > row.Logged)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The event log '{_file.Path}' ends with block {row.Logged} of funnel '{funnel}', but the saved state holds block {after} already: the file is older than the state. Bring back the right one, or move it away: what the state holds is not lost."));
        using SqliteCommand command = SqliteFile.Command(transaction, "SELECT number, bytes FROM block WHERE funnel = $id AND number > $after ORDER BY number", ("$id", row.Id), ("$after", after));
        using SqliteDataReader reader = command.ExecuteReader();
        for (int bytes = 0; bytes < PageBytes && reader.Read(); bytes += page[^1].Bytes.Length)
            page.Add(new LoggedBlock(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        return page;
    }
}
