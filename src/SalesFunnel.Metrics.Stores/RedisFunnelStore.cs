using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace SalesFunnel.Metrics.Stores;

/// <summary>Keeps checkpoints of live funnels in Redis 6 or later: one hash a funnel, the two latest as fields.</summary>
/// <remarks>A save is one script, so it happens wholly or not at all, and of two processes that save one funnel the second gets a conflict. One key a funnel, so it works in a cluster.
/// <para>When a save returns, the server holds the checkpoint in memory. Whether it survives a crash of the server is the server's choice: with <c>appendonly yes</c> and <c>appendfsync always</c> it does; with the default
/// <c>everysec</c> the last second can be lost; with <c>appendonly no</c>, all since the last dump. A replica that takes over may miss the last saves too. The loss of the last save costs nothing, since what
/// <see cref="IFunnelSource.LastSaved"/> tells lags one checkpoint behind; the loss of the last two can. Evict nothing: <c>maxmemory-policy noeviction</c>, or one of the <c>volatile</c> ones.</para>
/// <para>Redis takes 512 MiB in a value, and the client waits <c>asyncTimeout</c> for an answer, 5 s unless set: raise it for states of hundreds of megabytes. A save that timed out may have happened.</para></remarks>
public sealed class RedisFunnelStore : IFunnelStore
{
    /// <summary>What keys begin with, when nothing else is said.</summary>
    public const string DefaultPrefix = "salesfunnel:checkpoint:";

    private const int MaxBytes = 512 << 20;

    // Fields are numbers of 19 digits, so that their order as text is their order as numbers: a number in Lua is exact to 2⁵³ only.
    private const string SaveScript = """
        local number, before = ARGV[1], ''
        local fields = redis.call('HKEYS', KEYS[1])
        local held = ''
        for _, field in ipairs(fields) do
          if field > held then held = field end
          if field < number and field > before then before = field end
        end
        if held >= number then return held end
        redis.call('HSET', KEYS[1], number, ARGV[2])
        for _, field in ipairs(fields) do
          if field < before then redis.call('HDEL', KEYS[1], field) end
        end
        return ''
        """;

    private const string LoadScript = """
        local latest = ''
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
          if field > latest and (ARGV[1] == '' or field < ARGV[1]) then latest = field end
        end
        if latest == '' then return false end
        return {latest, redis.call('HGET', KEYS[1], latest)}
        """;

    private readonly IDatabase _database;
    private readonly byte[] _prefix;

    /// <summary>Creates the store: <c>new RedisFunnelStore(connection.GetDatabase())</c>.</summary>
    /// <param name="database">The database of a connection that stays the caller's.</param>
    /// <param name="prefix">What keys begin with; the name of the funnel follows as UTF-8.</param>
    /// <exception cref="ArgumentException">The prefix is no well-formed text.</exception>
    public RedisFunnelStore(IDatabase database, string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(prefix);
        _database = database;
        _prefix = StoreChecks.Utf8(prefix);
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        RedisKey key = Key(funnel);
        StoreChecks.RequireNumber(number);
        StoreChecks.RequireSize(funnel, checkpoint, MaxBytes, "Redis");
        cancellationToken.ThrowIfCancellationRequested();
        // The client cannot take a command back: bytes of the caller may be sent after this gave up, so it sends a copy then.
        ReadOnlyMemory<byte> bytes = cancellationToken.CanBeCanceled ? checkpoint.ToArray() : checkpoint;
        RedisResult result = await _database.ScriptEvaluateAsync(SaveScript, [key], [Field(number), bytes]).WaitAsync(cancellationToken).ConfigureAwait(false);
        string held = (string?)result ?? string.Empty;
        if (held.Length > 0)
            throw new CheckpointConflictException(funnel, number, long.Parse(held, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
    {
        RedisKey key = Key(funnel);
        cancellationToken.ThrowIfCancellationRequested();
        RedisValue limit = before is not { } number ? RedisValue.EmptyString : Field(Math.Max(0, number));
        RedisResult result = await _database.ScriptEvaluateAsync(LoadScript, [key], [limit]).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsNull)
            return null;
        string field = (string)result[0]!;
        return new StoredCheckpoint(long.Parse(field, CultureInfo.InvariantCulture), (byte[])result[1]!, $"field {field} of key '{Encoding.UTF8.GetString(_prefix)}{funnel}' in database {_database.Database.ToString(CultureInfo.InvariantCulture)} of Redis");
    }

    private static string Field(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    private RedisKey Key(string funnel) => (byte[])[.. _prefix, .. StoreChecks.Utf8(funnel)];
}
