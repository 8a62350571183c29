using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Benchmarks.Insights;

/// <summary>One question, by the library and in SQL; both give the same text.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Ours">The answer of the library.</param>
/// <param name="Sql">The query, in one plain form; <c>null</c> where none has this answer.</param>
internal sealed record InsightsQuestion(string Name, Func<DealLog, string> Ours, string? Sql)
{
    public static IReadOnlyList<InsightsQuestion> All { get; } =
    [
        new(
            "stages under four rules (reached, touched, strict, entries)",
            static log => string.Join("; ", log.CountBy([FunnelRules.Reached, FunnelRules.Touched, FunnelRules.Strict, FunnelRules.VisitRows]).Select(static counts => string.Join(' ', counts.Counts))),
            """
            WITH d AS (
                SELECT deal, max(stage) FILTER (stage < 4) AS far, arg_max(stage, entered) = 4 AS won,
                       bool_or(stage = 0) AS t0, bool_or(stage = 1) AS t1, bool_or(stage = 2) AS t2, bool_or(stage = 3) AS t3,
                       min(entered) FILTER (stage = 0) AS a0, list_sort(list(epoch_us(entered) * 8 + stage)) AS moves
                FROM history GROUP BY deal),
            s AS (
                SELECT *, list_reduce(list_prepend(0, [(m % 8)::BIGINT FOR m IN moves]), lambda level, m: CASE WHEN m = level AND m < 4 THEN level + 1 ELSE level END) AS level FROM d)
            SELECT count(*), count(*) FILTER (far >= 1 OR won), count(*) FILTER (far >= 2 OR won), count(*) FILTER (far >= 3 OR won), count(*) FILTER (won) FROM d
            UNION ALL SELECT count(*) FILTER (t0), count(*) FILTER (t1), count(*) FILTER (t2), count(*) FILTER (t3), count(*) FILTER (won) FROM d
            UNION ALL SELECT count(*) FILTER (level >= 1), count(*) FILTER (level >= 2), count(*) FILTER (level >= 3), count(*) FILTER (level >= 4), count(*) FILTER (level >= 4 AND won) FROM s
            UNION ALL SELECT count(*) FILTER (stage = 0), count(*) FILTER (stage = 1), count(*) FILTER (stage = 2), count(*) FILTER (stage = 3), count(*) FILTER (stage = 4) FROM history
            """),
        new(
            "two quarters of entry: leads, stages, revenue",
            static log =>
            {
                StageSnapshot[] quarters = [.. log.Count(new LogCountOptions { Calendar = CohortCalendar.Of(CohortUnit.Quarter) }).Cohorts.Where(static c => c.Period.Label is "2024-Q3" or "2024-Q4").Select(static c => c.Snapshot)];
                var change = FunnelChange.Between(quarters[0], quarters[1]);
                return string.Join("; ", new[] { change.Before, change.After }.Select(static s => string.Create(CultureInfo.InvariantCulture, $"{s.Leads} {s.Reached(1)} {s.Reached(2)} {s.Reached(3)} {s.Won} {s.WonAmount:0.##}")));
            },
            """
            SELECT count(*), count(*) FILTER (far >= 1 OR won), count(*) FILTER (far >= 2 OR won), count(*) FILTER (far >= 3 OR won), count(*) FILTER (won), sum(amount) FILTER (won)
            FROM (SELECT min(entered) AS created, max(stage) FILTER (stage < 4) AS far, arg_max(stage, entered) = 4 AS won, arg_max(amount, entered) AS amount FROM history GROUP BY deal)
            WHERE created >= '2024-07-01' AND created < '2025-01-01' GROUP BY created >= '2024-10-01' ORDER BY created >= '2024-10-01'
            """),
        new(
            "pipeline movement of a quarter: start, new, won, lost, end",
            static log =>
            {
                PipelineWaterfall waterfall = log.Waterfall(new DateTimeOffset(2024, 9, 30, 23, 59, 59, TimeSpan.Zero), new DateTimeOffset(2024, 12, 31, 23, 59, 59, TimeSpan.Zero));
                return string.Join("; ", new[] { waterfall.Start, waterfall.New, waterfall.Won, waterfall.Lost, waterfall.End }.Select(static f => string.Create(CultureInfo.InvariantCulture, $"{f.Deals} {f.Amount:0.##}")));
            },
            """
            WITH moves AS (SELECT stage, entered, amount, lead(entered) OVER (PARTITION BY deal ORDER BY entered) AS next, row_number() OVER (PARTITION BY deal ORDER BY entered) AS n FROM history),
            f AS (
                SELECT stage < 4 AND entered <= '2024-09-30 23:59:59' AND (next IS NULL OR next > '2024-09-30 23:59:59') AS starting,
                       entered > '2024-09-30 23:59:59' AND entered <= '2024-12-31 23:59:59' AS inside, n, stage, amount,
                       stage < 4 AND entered <= '2024-12-31 23:59:59' AND (next IS NULL OR next > '2024-12-31 23:59:59') AS ending
                FROM moves)
            SELECT c, a FROM (
                SELECT 1 AS o, count(*) FILTER (starting) AS c, sum(amount) FILTER (starting) AS a FROM f UNION ALL SELECT 2, count(*) FILTER (inside AND n = 1), sum(amount) FILTER (inside AND n = 1) FROM f
                UNION ALL SELECT 3, count(*) FILTER (inside AND stage = 4), sum(amount) FILTER (inside AND stage = 4) FROM f UNION ALL SELECT 4, count(*) FILTER (inside AND stage = 5), sum(amount) FILTER (inside AND stage = 5) FROM f
                UNION ALL SELECT 5, count(*) FILTER (ending), sum(amount) FILTER (ending) FROM f)
            ORDER BY o
            """),
        new(
            "stalled deals by learned limits (Kaplan–Meier p80 per stage)",
            static log =>
            {
                StalledDeals stalled = log.Stalled();
                return string.Create(CultureInfo.InvariantCulture, $"{stalled.Deals.Count} {stalled.Amount:0.##}");
            },
            """
            WITH last AS (SELECT max(entered) AS cut FROM history),
            moves AS (SELECT stage, entered, amount, lead(entered) OVER (PARTITION BY deal ORDER BY entered) AS next FROM history),
            stays AS (SELECT stage, amount, epoch_us(coalesce(next, cut)) - epoch_us(entered) AS micros, next IS NOT NULL AS ended FROM moves, last WHERE stage < 4),
            steps AS (SELECT stage, micros, count(*) FILTER (ended) AS d, sum(count(*)) OVER (PARTITION BY stage ORDER BY micros ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS n FROM stays GROUP BY stage, micros),
            curve AS (SELECT stage, micros, sum(ln(greatest(1 - d / n, 1e-300))) OVER (PARTITION BY stage ORDER BY micros) AS log_s FROM steps),
            limits AS (SELECT stage, min(micros) AS micros FROM curve WHERE log_s <= ln(0.2) GROUP BY stage)
            SELECT count(*), sum(amount) FROM stays JOIN limits l USING (stage) WHERE NOT ended AND stays.micros > l.micros
            """),
        new("bottlenecks by channel, ranked by money, with intervals", static log => $"{log.Bottlenecks(new BottleneckOptions { Dimension = "channel" }).ByMoney.Count}", null),
        new("segments side by side: intervals, tests, shrinkage, posterior", static log => $"{log.Segments(new SegmentOptions { Dimensions = ["channel"] }).Segments.Count}", null),
        new("explained difference of two rules, deal by deal", static log => $"{log.ExplainDifference(FunnelRules.Reached, FunnelRules.Touched).Steps.Count}", null),
        new("conversion over time, all steps and the whole (Aalen–Johansen)", static log =>
        {
            DealRecords deals = log.Deals();
            return $"{deals.Conversion(0, 1).Ultimate()} {deals.Conversion(1, 2).Ultimate()} {deals.Conversion(2, 3).Ultimate()} {deals.Conversion(3, 4).Ultimate()} {deals.Conversion(0, 4).Ultimate()}";
        }, null),
    ];
}
