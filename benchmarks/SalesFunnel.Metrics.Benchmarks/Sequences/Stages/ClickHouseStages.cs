using System.Globalization;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The stage task in ClickHouse. Time and stage of a row share one number, so that a sorted array of numbers is the history of a deal.
/// Its quantiles take the rank after the nearest one where n × p is whole; a little less than p gives the nearest.</summary>
internal static class ClickHouseStages
{
    private const string Columns = "deal Int64, ms UInt64, src UInt8, dst UInt8, cents Int64, segment UInt8";

    private const string Query = """
        SELECT if(grouping(segment) = 1, 50, segment), stage, if(stage = 6, sumIf(cents, next = 0), count()), countIf(visit = 1), countIf(next % 8 > stage AND next % 8 < 7),
            countIf(next % 8 = 7), countIf(next > 0), sumIf(intDiv(next, 8) - intDiv(move, 8), next > 0), quantilesExactIf(0.499999999, 0.899999999)(intDiv(next, 8) - intDiv(move, 8), next > 0) AS q
        FROM (
            SELECT segment, cents, move, next, visit, move % 8 AS stage
            FROM (SELECT any(segment) AS segment, argMax(cents, ms) AS cents, arraySort(groupArray(ms * 8 + dst)) AS moves FROM stages GROUP BY deal)
            ARRAY JOIN moves AS move, arrayPushBack(arrayPopFront(moves), 0) AS next, arrayEnumerateUniq(arrayMap(m -> m % 8, moves)) AS visit)
        WHERE stage < 7 GROUP BY GROUPING SETS ((segment, stage), (stage))
        """;

    public static void Load(ClickHouse engine, string path)
    {
        engine.Query($"CREATE TABLE stages ({Columns}) ENGINE = Memory");
        engine.Query($"INSERT INTO stages SELECT * FROM file('{path}', Parquet, '{Columns}') SETTINGS max_threads = 1, max_insert_threads = 1");
    }

    public static Measured Count(ClickHouse engine, int threads) =>
        new(StageFigures.FromRows(engine.Numbers(string.Create(CultureInfo.InvariantCulture, $"SELECT * EXCEPT q, q[1], q[2] FROM ({Query}) SETTINGS max_threads = {threads}"))));
}
