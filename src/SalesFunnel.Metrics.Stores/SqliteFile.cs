using System.Data;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SalesFunnel.Metrics.Stores;

/// <summary>A file of SQLite with funnels, blocks and checkpoints: one connection writes, in one transaction at a time; each reading has its own.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const int ApplicationId = 0x53464D31; // "SFM1"
    private const int Version = 1;

    private const string Schema = """
        CREATE TABLE funnel (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, logged INTEGER NOT NULL DEFAULT 0, trimmed INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE block (funnel INTEGER NOT NULL REFERENCES funnel (id), number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (funnel, number)) STRICT;
        CREATE TABLE checkpoint (funnel INTEGER NOT NULL REFERENCES funnel (id), number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (funnel, number)) STRICT;
        """;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SqliteConnection _writer;
    private bool _isDisposed;

    public SqliteFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _writer = Connection(SqliteOpenMode.ReadWriteCreate);
        try
        {
            Explained(Prepare);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Writes in one transaction, off this thread: a flush takes milliseconds.</summary>
    public async ValueTask WriteAsync(Action<SqliteTransaction> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await Task.Run(() => Explained(() => InTransaction(_writer, write)), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads in one transaction, beside writers.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteTransaction, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            T result = default!;
            Explained(() =>
            {
                using SqliteConnection reader = Connection(SqliteOpenMode.ReadWrite);
                reader.Open();
                using SqliteTransaction transaction = reader.BeginTransaction(IsolationLevel.Serializable, deferred: true);
                result = read(transaction);
            });
            return result;
        },
        cancellationToken);

    public static SqliteCommand Command(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // callers write the text, values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    public static void Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(transaction, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; <c>null</c> when there is no row or no value.</summary>
    public static object? Scalar(SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(transaction, sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    public void Dispose()
    {
        _writing.Wait();
        _isDisposed = true;
        _writer.Dispose();
        _writing.Release();
    }

    private static void InTransaction(SqliteConnection connection, Action<SqliteTransaction> write)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false); // the lock at once, so no read in it is out of date
        write(transaction);
        transaction.Commit();
    }

    private static object? Pragma(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants
        command.CommandText = "PRAGMA " + text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private SqliteConnection Connection(SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());

    private void Prepare()
    {
        _writer.Open();
        RequireOwn(); // before anything is changed in it
        bool isAhead = Pragma(_writer, "journal_mode = WAL") is "wal";
        Pragma(_writer, "synchronous = FULL"); // flushes the write-ahead log at every commit
        if (!isAhead || Pragma(_writer, "synchronous") is not 2L)
            throw new IOException($"The file '{Path}' cannot have a write-ahead log that is flushed at every commit, so writing to it is not safe. Put it on a local disk.");
        Pragma(_writer, "fullfsync = ON"); // on macOS fsync alone does not reach the disk
        InTransaction(_writer, transaction =>
        {
            if (Scalar(transaction, "SELECT count(*) FROM sqlite_schema") is not 0L)
                return;
            Execute(transaction, string.Create(CultureInfo.InvariantCulture, $"{Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        });
        RequireOwn(); // another program may have come first
    }

    private void RequireOwn()
    {
        using SqliteCommand command = _writer.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)";
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        (long objects, long application, long version) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        if (objects == 0 && application == 0)
            return; // new
        if (application != ApplicationId)
            throw new InvalidDataException($"The file '{Path}' is a database of another application; nothing was changed in it. Give another path.");
        if (version != Version)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The file '{Path}' has layout {version}; this version of the library reads layout {Version}. Use the version that wrote it."));
    }

    private void Explained(Action action)
    {
        try
        {
            action();
        }
        catch (SqliteException e)
        {
            throw e.SqliteErrorCode switch
            {
                11 or 26 => new InvalidDataException($"The file '{Path}' is damaged, or no database of SQLite: {e.Message} Move it away together with its -wal and -shm files, or bring back a copy; what a checkpoint holds is not lost with a log.", e),
                5 or 6 => new IOException($"The file '{Path}' is held by another process for 30 s: {e.Message} Give each process its own file.", e),
                13 => new IOException($"There is no room left for the file '{Path}': {e.Message} Free some; then this is tried again.", e),
                8 or 14 => new IOException($"The file '{Path}' cannot be opened for writing: {e.Message} Check the folder and its rights.", e),
                _ => new IOException($"SQLite failed on the file '{Path}': {e.Message}", e),
            };
        }
    }
}
