using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SalesFunnel.Metrics.Stores;

/// <summary>Keeps checkpoints of live funnels in a file of SQLite: the two latest of each funnel, many funnels in one file.</summary>
/// <remarks>A save is one transaction, flushed to disk before it returns. Several processes may use the file, on a local disk; of two that save one funnel the second gets a conflict. A <see cref="SqliteEventLog"/> may use
/// the same file, but then appends wait while a checkpoint is written. A checkpoint has at most 1,000,000,000 bytes. <see cref="Dispose"/> closes the file; let the container own it.</remarks>
public sealed class SqliteFunnelStore : IFunnelStore, IDisposable
{
    private const int MaxBytes = 1_000_000_000; // the limit of SQLite as it is built

    private readonly SqliteFile _file;

    /// <summary>Opens the file, or makes it and its folder.</summary>
    /// <param name="path">The file. Its folder also holds its <c>-wal</c> and <c>-shm</c> files.</param>
    /// <exception cref="InvalidDataException">The file is damaged, belongs to another application, or has another layout.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public SqliteFunnelStore(string path) => _file = new SqliteFile(path);

    /// <inheritdoc/>
    public ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        _ = StoreChecks.Utf8(funnel);
        StoreChecks.RequireNumber(number);
        StoreChecks.RequireSize(funnel, checkpoint, MaxBytes, "SQLite");
        return _file.WriteAsync(transaction => Save(transaction, funnel, number, SqliteBytes.Of(checkpoint)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
    {
        _ = StoreChecks.Utf8(funnel);
        return await _file.ReadAsync(transaction => Load(transaction, funnel, before), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the file after the save that runs.</summary>
    public void Dispose() => _file.Dispose();

    private static void Save(SqliteTransaction transaction, string funnel, long number, byte[] bytes)
    {
        SqliteFile.Execute(transaction, "INSERT INTO funnel (name) VALUES ($name) ON CONFLICT (name) DO NOTHING", ("$name", funnel));
        long id = (long)SqliteFile.Scalar(transaction, "SELECT id FROM funnel WHERE name = $name", ("$name", funnel))!;
        object? held = SqliteFile.Scalar(transaction, "SELECT max(number) FROM checkpoint WHERE funnel = $id", ("$id", id));
        if (held is long latest && latest >= number)
            throw new CheckpointConflictException(funnel, number, latest);
        SqliteFile.Execute(transaction, "INSERT INTO checkpoint (funnel, number, bytes) VALUES ($id, $number, $bytes)", ("$id", id), ("$number", number), ("$bytes", bytes));
        SqliteFile.Execute(transaction, "DELETE FROM checkpoint WHERE funnel = $id AND number < $before", ("$id", id), ("$before", held ?? 0L));
    }

    private StoredCheckpoint? Load(SqliteTransaction transaction, string funnel, long? before)
    {
        using SqliteCommand command = SqliteFile.Command(
            transaction,
            "SELECT c.number, c.bytes FROM checkpoint c JOIN funnel f ON f.id = c.funnel WHERE f.name = $name AND ($before IS NULL OR c.number < $before) ORDER BY c.number DESC LIMIT 1",
            ("$name", funnel),
            ("$before", (object?)before ?? DBNull.Value));
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            return null;
        long number = reader.GetInt64(0);
        return new StoredCheckpoint(number, reader.GetFieldValue<byte[]>(1), string.Create(CultureInfo.InvariantCulture, $"checkpoint {number} of funnel '{funnel}' in the file '{_file.Path}'"));
    }
}
