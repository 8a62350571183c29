using System.Globalization;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The stage task in ClickHouse. Time and stage of a row share one number, so that a sorted array of numbers is the history of a deal.
/// The whole is merged from the states of the segments, which took a fifth less than counting it anew; windows over the rows took a fifth longer.
/// Its quantiles take the rank after the nearest one where n × p is whole; a little less than p gives the nearest.</summary>
internal static class ClickHouseStages
{
    private const string Columns = "deal Int64, ms UInt64, src UInt8, dst UInt8, cents Int64, segment UInt8";

    private const string Query = """
        SELECT if(grouping(segment) = 1, 50, segment), stage, sum(entries), sum(firsts), sum(onward), sum(lost), sum(ended), sum(times),
            quantilesExactIfMerge(0.499999999, 0.899999999)(quantiles) AS q
        FROM (
            SELECT segment, stage, if(stage = 6, sumIf(cents, next = 0), toInt64(count())) AS entries, countIf(visit = 1) AS firsts, countIf(bitAnd(next, 7) > stage AND bitAnd(next, 7) < 7) AS onward,
                countIf(bitAnd(next, 7) = 7) AS lost, countIf(next > 0) AS ended, sumIf(bitShiftRight(next, 3) - bitShiftRight(move, 3), next > 0) AS times,
                quantilesExactIfState(0.499999999, 0.899999999)(bitShiftRight(next, 3) - bitShiftRight(move, 3), next > 0) AS quantiles
            FROM (
                SELECT segment, cents, move, next, visit, bitAnd(move, 7) AS stage
                FROM (SELECT any(segment) AS segment, argMax(cents, ms) AS cents, arraySort(groupArray(ms * 8 + dst)) AS moves FROM stages GROUP BY deal)
                ARRAY JOIN moves AS move, arrayPushBack(arrayPopFront(moves), 0) AS next, arrayEnumerateUniq(arrayMap(m -> bitAnd(m, 7), moves)) AS visit)
            WHERE stage < 7 GROUP BY segment, stage)
        GROUP BY GROUPING SETS ((segment, stage), (stage))
        """;

    public static void Load(ClickHouse engine, string path)
    {
        engine.Query($"CREATE TABLE stages ({Columns}) ENGINE = Memory");
        engine.Query($"INSERT INTO stages SELECT * FROM file('{path}', Parquet, '{Columns}') SETTINGS max_threads = 1, max_insert_threads = 1");
    }

    public static Measured Count(ClickHouse engine, int threads) =>
        new(StageFigures.FromRows(engine.Numbers(string.Create(CultureInfo.InvariantCulture, $"SELECT * EXCEPT q, q[1], q[2] FROM ({Query}) SETTINGS max_threads = {threads}"))));
}
