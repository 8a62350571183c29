using System.Buffers.Binary;
using System.Data;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace SalesFunnel.Metrics.Stores;

/// <summary>Keeps checkpoints of live funnels in a table of PostgreSQL: the two latest of each funnel.</summary>
/// <remarks>A save is one transaction, and saves of the same funnel wait for each other, so of two processes that save one funnel the second gets a conflict, also at the same moment. When a save returns, the row is
/// flushed to disk by the server (its <c>fsync</c> is on unless somebody turned it off); <c>synchronous_commit = off</c> is overridden for the transaction. The table is made at first use when it is not there. The data source stays
/// the caller's: it is not disposed. A checkpoint has at most 1,000,000,000 bytes.</remarks>
public sealed class PostgresFunnelStore : IFunnelStore
{
    /// <summary>The table, when none is named.</summary>
    public const string DefaultTable = "salesfunnel_checkpoint";

    private const int MaxBytes = 1_000_000_000; // a message and a value both end at 1 GiB
    private const int MaxIdentifierBytes = 63; // PostgreSQL cuts longer names off silently, so that two become one

    private readonly NpgsqlDataSource _source;
    private readonly string? _schema;
    private readonly string _table;
    private volatile bool _isCreated;

    /// <summary>Creates the store; connects to nothing yet.</summary>
    /// <param name="source">Gives the connections.</param>
    /// <param name="schema">Schema of the table, made when it is not there; <c>null</c> = the first of the search path.</param>
    /// <param name="table">Name of the table, as it is: letter case counts.</param>
    /// <exception cref="ArgumentException">A name is empty, has a NUL, or has more than 63 bytes of UTF-8.</exception>
    public PostgresFunnelStore(NpgsqlDataSource source, string? schema = null, string table = DefaultTable)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(table);
        _source = source;
        _schema = schema is null ? null : Quote(schema, nameof(schema));
        _table = _schema is null ? Quote(table, nameof(table)) : _schema + "." + Quote(table, nameof(table));
    }

    /// <summary>Makes the table when it is not there; else changes nothing, and needs no right to make one. Also done at first use.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask EnsureCreatedAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            await EnsureCreatedAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        byte[] key = StoreChecks.Key(funnel);
        StoreChecks.RequireNumber(number);
        StoreChecks.RequireSize(funnel, checkpoint, MaxBytes, "PostgreSQL");
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await EnsureCreatedAsync(connection, cancellationToken).ConfigureAwait(false);
            // Each statement must see what was committed while it waited for the lock, whatever the default of the server is.
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (!await TryInsertAsync(connection, funnel, key, number, checkpoint, cancellationToken).ConfigureAwait(false))
                    throw new CheckpointConflictException(funnel, number, await HeldAsync(connection, key, cancellationToken).ConfigureAwait(false));
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
    {
        byte[] key = StoreChecks.Key(funnel);
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await EnsureCreatedAsync(connection, cancellationToken).ConfigureAwait(false);
            var command = new NpgsqlCommand($"SELECT number, bytes FROM {_table} WHERE funnel_key = $1 AND ($2 IS NULL OR number < $2) ORDER BY number DESC LIMIT 1", connection)
            {
                Parameters = { Parameter(NpgsqlDbType.Bytea, key), Parameter(NpgsqlDbType.Bigint, (object?)before ?? DBNull.Value) },
            };
            await using (command.ConfigureAwait(false))
            {
                NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                        return null;
                    long number = reader.GetInt64(0);
                    byte[] bytes = await reader.GetFieldValueAsync<byte[]>(1, cancellationToken).ConfigureAwait(false);
                    return new StoredCheckpoint(number, bytes, string.Create(CultureInfo.InvariantCulture, $"row {number} of funnel '{funnel}' in table {_table} of database '{connection.Database}' on {connection.Host}:{connection.Port}"));
                }
            }
        }
    }

    private static NpgsqlParameter Parameter(NpgsqlDbType type, object value) => new() { NpgsqlDbType = type, Value = value };

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (NpgsqlParameter parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    // Held until the end of the transaction, also where a pool of the server hands connections out by transaction.
    private static NpgsqlBatchCommand Lock(ReadOnlySpan<byte> key) =>
        Command("SELECT pg_advisory_xact_lock($1), CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END",
            Parameter(NpgsqlDbType.Bigint, BinaryPrimitives.ReadInt64LittleEndian(key)));

    private static string Quote(string name, string parameter)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes is 0 or > MaxIdentifierBytes || name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The name '{name}' has {bytes} bytes of UTF-8; PostgreSQL takes names of 1 to {MaxIdentifierBytes} bytes without NUL. Shorten it."), parameter);
        return "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private async ValueTask<bool> TryInsertAsync(NpgsqlConnection connection, string funnel, byte[] key, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand insert = Command(
            $"INSERT INTO {_table} (funnel_key, funnel, number, bytes) SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM {_table} WHERE funnel_key = $1 AND number >= $3)",
            Parameter(NpgsqlDbType.Bytea, key),
            Parameter(NpgsqlDbType.Text, funnel.Replace('\0', '\uFFFD')), // for people; text of PostgreSQL has no NUL
            Parameter(NpgsqlDbType.Bigint, number),
            Parameter(NpgsqlDbType.Bytea, checkpoint));
        NpgsqlBatchCommand delete = Command(
            $"DELETE FROM {_table} WHERE funnel_key = $1 AND number < (SELECT max(number) FROM {_table} WHERE funnel_key = $1 AND number < $2)",
            Parameter(NpgsqlDbType.Bytea, key),
            Parameter(NpgsqlDbType.Bigint, number));
        var batch = new NpgsqlBatch(connection) { BatchCommands = { Lock(key), insert, delete } };
        await using (batch.ConfigureAwait(false))
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return insert.RecordsAffected == 1;
    }

    private async ValueTask<long> HeldAsync(NpgsqlConnection connection, byte[] key, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"SELECT max(number) FROM {_table} WHERE funnel_key = $1", connection) { Parameters = { Parameter(NpgsqlDbType.Bytea, key) } };
        await using (command.ConfigureAwait(false))
            return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private async ValueTask EnsureCreatedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_isCreated)
            return;
        // Looks first: CREATE … IF NOT EXISTS asks for rights that a process may lack where the table was made for it.
        if (!await ExistsAsync(connection, "to_regclass", _table, cancellationToken).ConfigureAwait(false))
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var batch = new NpgsqlBatch(connection) { BatchCommands = { Lock(StoreChecks.Key(_table)) } }; // two that make it at once would both try
                if (_schema is not null && !await ExistsAsync(connection, "to_regnamespace", _schema, cancellationToken).ConfigureAwait(false))
                    batch.BatchCommands.Add(Command($"CREATE SCHEMA IF NOT EXISTS {_schema}"));
                batch.BatchCommands.Add(Command($"CREATE TABLE IF NOT EXISTS {_table} (funnel_key bytea NOT NULL, funnel text NOT NULL, number bigint NOT NULL, bytes bytea NOT NULL, saved_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (funnel_key, number))"));
                await using (batch.ConfigureAwait(false))
                    await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        _isCreated = true;
    }

    private static async ValueTask<bool> ExistsAsync(NpgsqlConnection connection, string lookUp, string name, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"SELECT {lookUp}($1) IS NOT NULL", connection) { Parameters = { Parameter(NpgsqlDbType.Text, name) } };
        await using (command.ConfigureAwait(false))
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
