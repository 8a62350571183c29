using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>The sequence task in ClickHouse. The default mode of <c>windowFunnel</c> gives exactly our answer where every event does at most one step; it is its fastest mode.</summary>
internal static class ClickHouseSequences
{
    private const string Answer = "countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4), countIf(level >= 5), countIf(level >= 6)";
    private static readonly string s_level = string.Create(CultureInfo.InvariantCulture,
        $"windowFunnel({SequenceData.WindowMilliseconds})(ms, type = 1, type = 2, type = 3, type = 4, type = 5, type = 6) AS level");

    /// <summary>Loads a file into memory, in its order, and for a sorted one into a MergeTree of that order as well.</summary>
    public static void Load(ClickHouse engine, string path, EventLayout layout)
    {
        string file = $"file('{path}', Parquet, 'entity Int64, ms UInt64, type UInt8')";
        engine.Query("DROP TABLE IF EXISTS events");
        engine.Query("CREATE TABLE events (entity Int64, ms UInt64, type UInt8) ENGINE = Memory");
        engine.Query($"INSERT INTO events SELECT * FROM {file} SETTINGS max_threads = 1, max_insert_threads = 1");
        engine.Query("DROP TABLE IF EXISTS ordered");
        if (layout != EventLayout.Sorted)
            return;
        engine.Query("CREATE TABLE ordered (entity Int64, ms UInt64, type UInt8) ENGINE = MergeTree ORDER BY (entity, ms)");
        engine.Query("INSERT INTO ordered SELECT * FROM events");
        engine.Query("OPTIMIZE TABLE ordered FINAL");
    }

    public static Measured FromMemory(ClickHouse engine, int threads) => Run(engine, "events", string.Create(CultureInfo.InvariantCulture, $"max_threads = {threads}"));

    /// <summary>Groups in the order of the table, without a hash table.</summary>
    public static Measured FromMergeTree(ClickHouse engine, int threads) => Run(engine, "ordered", string.Create(CultureInfo.InvariantCulture, $"max_threads = {threads}, optimize_aggregation_in_order = 1"));

    public static Measured FromFile(ClickHouse engine, string path, int threads) =>
        Run(engine, $"file('{path}', Parquet, 'entity Int64, ms UInt64, type UInt8')", string.Create(CultureInfo.InvariantCulture, $"max_threads = {threads}"));

    private static Measured Run(ClickHouse engine, string source, string settings) =>
        new(engine.Numbers($"SELECT {Answer} FROM (SELECT {s_level} FROM {source} WHERE type != 0 GROUP BY entity) SETTINGS {settings}"));
}
