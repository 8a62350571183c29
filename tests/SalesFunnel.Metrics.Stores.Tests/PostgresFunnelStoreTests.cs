using Npgsql;

namespace SalesFunnel.Metrics.Stores.Tests;

[NeedsServer(NeedsServerAttribute.Postgres)]
public sealed class PostgresFunnelStoreTests : FunnelStoreContract
{
    private readonly string _schema = "funnel test " + Guid.NewGuid().ToString("N");
    private NpgsqlDataSource? _source;

    private NpgsqlDataSource Source => _source!;

    [StoreFact]
    public async Task The_table_is_as_documented()
    {
        await Store.SaveAsync("b2b", 12, Bytes(12));
        await using NpgsqlCommand command = Source.CreateCommand($"SELECT funnel, number, octet_length(bytes), saved_at > now() - interval '1 hour', funnel_key = sha256(convert_to(funnel, 'UTF8')) FROM {Table()}");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(("b2b", 12, 200, true, true), (reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetBoolean(3), reader.GetBoolean(4)));
        Assert.False(await reader.ReadAsync());
        string origin = (await Store.LoadAsync("b2b"))!.Origin;
        Assert.Contains($"in table {Table()} of database 'postgres' on 127.0.0.1:", origin, StringComparison.Ordinal);
        Assert.DoesNotContain("assword", origin, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task The_table_of_the_page_serves()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "stores.md"));
        string sql = page.Split("```sql")[1].Split("```")[0];
        Assert.Contains("CREATE TABLE salesfunnel_checkpoint", sql, StringComparison.Ordinal);
        await ExecuteAsync($"CREATE SCHEMA \"{_schema}\"; SET search_path = \"{_schema}\"; {sql}; RESET search_path");
        string[] made = await ColumnsAsync();
        Assert.NotEmpty(made);
        for (int number = 1; number <= 3; number++)
            await Store.SaveAsync("b2b", number, Bytes(number));
        await AssertHeldAsync(Store, "b2b", 3, 2, Bytes(2));
        await ExecuteAsync($"DROP TABLE {Table()}");
        await new PostgresFunnelStore(Source, _schema).EnsureCreatedAsync();
        Assert.Equal(made, await ColumnsAsync());
    }

    [StoreFact]
    public async Task Many_that_make_the_table_at_once_do_not_fail()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await new PostgresFunnelStore(Source, _schema, "new one").EnsureCreatedAsync())));
        var store = new PostgresFunnelStore(Source, _schema, "new one");
        await store.SaveAsync("b2b", 1, Bytes(1));
        Assert.Null(await Store.LoadAsync("b2b")); // tables are apart
    }

    [StoreFact]
    public async Task A_user_without_the_right_to_make_tables_uses_one_that_is_there()
    {
        await ((PostgresFunnelStore)Store).EnsureCreatedAsync();
        string role = "funnel_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA \"{_schema}\" TO {role}; GRANT SELECT, INSERT, DELETE ON {Table()} TO {role}");
        try
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(Connection(b => (b.Username, b.Password, b.Pooling) = (role, "x", false)));
            var store = new PostgresFunnelStore(source, _schema);
            for (int number = 1; number <= 3; number++)
                await store.SaveAsync("b2b", number, Bytes(number));
            await AssertHeldAsync(store, "b2b", 3, 2, Bytes(2));
            var refused = await Assert.ThrowsAsync<PostgresException>(async () => await new PostgresFunnelStore(source, _schema, "another").SaveAsync("b2b", 1, Bytes(1)));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
        finally
        {
            await ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [StoreFact]
    public async Task Commits_are_flushed_also_where_the_session_would_not()
    {
        await ((PostgresFunnelStore)Store).EnsureCreatedAsync();
        await ExecuteAsync($"""
            CREATE TABLE "{_schema}".seen (value text);
            CREATE FUNCTION "{_schema}".see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO "{_schema}".seen VALUES (current_setting('synchronous_commit') || ' ' || current_setting('transaction_isolation')); RETURN NULL; END $$;
            CREATE TRIGGER see AFTER INSERT ON {Table()} EXECUTE FUNCTION "{_schema}".see();
            """);
        foreach ((string options, int number) in (ReadOnlySpan<(string, int)>)[("off", 1), ("local", 2)])
        {
            using NpgsqlDataSource source = NpgsqlDataSource.Create(Connection(b => (b.Options, b.Pooling) = ($"-c synchronous_commit={options} -c default_transaction_isolation=serializable", false)));
            new PostgresFunnelStore(source, _schema).SaveAsync("b2b", number, Bytes(number)).AsTask().GetAwaiter().GetResult();
        }

        await using NpgsqlCommand command = Source.CreateCommand($"SELECT string_agg(value, ',' ORDER BY value) FROM \"{_schema}\".seen");
        Assert.Equal("local read committed,on read committed", await command.ExecuteScalarAsync());
    }

    [StoreFact]
    public async Task A_connection_that_is_cut_leaves_the_old_or_the_new()
    {
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(NeedsServerAttribute.Connection(NeedsServerAttribute.Postgres)).Port);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(Connection(b => (b.Port, b.Pooling, b.ApplicationName) = (proxy.Port, false, Cuts.ClientName)));
        var through = new PostgresFunnelStore(source, _schema);
        await through.EnsureCreatedAsync();
        await Cuts.AssertAllOrNothingAsync(proxy, () => through, Store, static e => e is NpgsqlException, async () =>
        {
            await using NpgsqlCommand command = Source.CreateCommand($"SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = '{Cuts.ClientName}'");
            return (bool)(await command.ExecuteScalarAsync())!;
        });
    }

    [Fact]
    public async Task Names_that_the_server_would_cut_off_are_refused()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1"); // nothing connects
        _ = new PostgresFunnelStore(source, new string('s', 63), new string('т', 31));
        var error = Assert.Throws<ArgumentException>(() => new PostgresFunnelStore(source, table: new string('т', 32)));
        Assert.Contains("has 64 bytes of UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PostgresFunnelStore(source, schema: ""));
        Assert.Throws<ArgumentException>(() => new PostgresFunnelStore(source, table: "a\0b"));
    }

    protected override Task PrepareAsync()
    {
        if (Environment.GetEnvironmentVariable(NeedsServerAttribute.Postgres) is { } connection)
            _source = NpgsqlDataSource.Create(connection);
        else
            _source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        return Task.CompletedTask;
    }

    protected override async Task CleanAsync()
    {
        if (Environment.GetEnvironmentVariable(NeedsServerAttribute.Postgres) is not null)
            await ExecuteAsync($"DROP SCHEMA IF EXISTS \"{_schema}\" CASCADE");
        await Source.DisposeAsync();
    }

    protected override IFunnelStore Open() => new PostgresFunnelStore(Source, _schema);

    private static string Connection(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(NeedsServerAttribute.Connection(NeedsServerAttribute.Postgres));
        change(builder);
        return builder.ToString();
    }

    private string Table() => $"\"{_schema}\".\"{PostgresFunnelStore.DefaultTable}\"";

    private async Task<string[]> ColumnsAsync()
    {
        await using NpgsqlCommand command = Source.CreateCommand("SELECT array_agg(concat_ws(' ', column_name, data_type, is_nullable, column_default) ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = _schema });
        return (string[])(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
