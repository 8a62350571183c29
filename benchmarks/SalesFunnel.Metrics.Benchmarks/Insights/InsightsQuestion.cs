using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Benchmarks.Insights;

/// <summary>One question, by the library and in SQL; both give the same text.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Ours">The answer of the library.</param>
/// <param name="Sql">The query, in the fastest of the forms that we tried.</param>
internal sealed record InsightsQuestion(string Name, Func<DealLog, string> Ours, string Sql)
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
    ];
}
