using System.Globalization;
using System.Text;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>The sequence task in DuckDB: one as-of join a step, each only over entities that the step before left. The fastest exact form that we found; nested windows took
/// twice as long, and sorted lists alone, without walking them, as long as the whole.</summary>
internal static class DuckDbSequences
{
    private static readonly string s_query = Query("events");

    public static void Load(DuckDb engine, string path)
    {
        engine.Execute("DROP TABLE IF EXISTS events");
        engine.Execute($"CREATE TABLE events AS SELECT entity, ms, type FROM read_parquet('{path}')");
    }

    public static Measured FromMemory(DuckDb engine, int threads) => new(engine.Numbers(s_query, threads));

    /// <summary>One query on the file. The scan is shared: only rows of steps are kept.</summary>
    public static Measured FromFile(DuckDb engine, string path, int threads) => new(engine.Numbers(Query(
        "steps", $"steps AS MATERIALIZED (SELECT entity, ms, type FROM read_parquet('{path}') WHERE type <> 0), "), threads));

    private static string Query(string source, string before = "")
    {
        var sql = new StringBuilder($"WITH {before}s1 AS MATERIALIZED (SELECT entity, ms, ms AS start FROM {source} WHERE type = 1)");
        for (int step = 2; step <= SequenceData.Steps; step++)
        {
            string only = step > 2 ? string.Create(CultureInfo.InvariantCulture, $" AND entity IN (SELECT entity FROM s{step - 1})") : string.Empty;
            sql.Append(CultureInfo.InvariantCulture, $"""
                , s{step} AS MATERIALIZED (SELECT e.entity, e.ms, p.start FROM (SELECT entity, ms FROM {source} WHERE type = {step}{only}) e
                ASOF JOIN s{step - 1} p ON e.entity = p.entity AND e.ms >= p.ms WHERE e.ms - p.start <= {SequenceData.WindowMilliseconds})
                """);
        }

        for (int step = 1; step <= SequenceData.Steps; step++)
            sql.Append(CultureInfo.InvariantCulture, $"{(step == 1 ? " SELECT" : ",")} (SELECT count(DISTINCT entity) FROM s{step})");
        return sql.ToString();
    }
}
