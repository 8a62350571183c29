using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The stage task in DuckDB: sorted lists of numbers, as in the CSV comparison, where windows took longer; deals once, for what is counted by deal.</summary>
internal static class DuckDbStages
{
    private const string Deals = """
        CREATE OR REPLACE TEMP TABLE deals AS SELECT any_value(segment) AS segment, arg_max(cents, ms) AS cents, list_sort(list(ms * 8 + dst)) AS moves, bit_or(1 << dst) AS touched
        FROM stages GROUP BY deal
        """;

    private const string ByMove = """
        SELECT coalesce(segment, 50), stage, count(*), 0, count(*) FILTER (next % 8 > stage AND next % 8 < 7), count(*) FILTER (next % 8 = 7), count(next),
            sum((next >> 3) - (move >> 3))::BIGINT, quantile_disc((next >> 3) - (move >> 3), 0.5), quantile_disc((next >> 3) - (move >> 3), 0.9)
        FROM (SELECT segment, move, next, move % 8 AS stage FROM (SELECT segment, unnest(moves) AS move, unnest(list_append(moves[2:], NULL)) AS next FROM deals))
        WHERE stage < 6 GROUP BY GROUPING SETS ((segment, stage), (stage))
        """;

    private const string ByDeal = """
        SELECT coalesce(segment, 50), count(*) FILTER (touched & 1 <> 0), count(*) FILTER (touched & 2 <> 0), count(*) FILTER (touched & 4 <> 0), count(*) FILTER (touched & 8 <> 0),
            count(*) FILTER (touched & 16 <> 0), count(*) FILTER (touched & 32 <> 0), (coalesce(sum(cents) FILTER (moves[-1] % 8 = 6), 0))::BIGINT
        FROM deals GROUP BY GROUPING SETS ((segment), ())
        """;

    public static void Load(DuckDb engine, string path) => engine.Execute($"CREATE TABLE stages AS SELECT * FROM read_parquet('{path}')");

    public static Measured Count(DuckDb engine, int threads)
    {
        engine.Numbers(Deals, threads);
        long[] figures = StageFigures.FromRows(engine.Numbers(ByMove, threads));
        ReadOnlySpan<long> deals = engine.Numbers(ByDeal, threads);
        for (; deals.Length > 0; deals = deals[(StageData.Stages + 2)..])
        {
            int segment = (int)deals[0];
            for (int stage = 0; stage < StageData.Stages; stage++)
                figures[StageFigures.Place(segment, stage, StageFigures.Deals)] = deals[stage + 1];
            figures[StageFigures.Revenue(segment)] = deals[StageData.Stages + 1];
        }

        return new Measured(figures);
    }
}
