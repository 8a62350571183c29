using System.CommandLine;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel explain-diff</c>.</summary>
internal static class ExplainDiffCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<FunnelRule?> rule = RuleOption.Create("--rule", "The rule of the one report (A), for example reached.", required: true);
        Option<FunnelRule?> against = RuleOption.Create("--against", "The rule of the other report (B), for example hubspot-all-stages.", required: true);
        Option<AsOfTime?> from = AsOfTime.Option("--from", "Both rules count only what falls into a period that begins here, by the date that each goes by (creation, entry, closing). A date is its beginning in the mapping's time zone.");
        Option<AsOfTime?> to = AsOfTime.Option("--to", "The period ends here: a date (2024-12-31) is its end, a date-time is exclusive.");
        return InsightCommand.Create(
            "explain-diff",
            "Why two reports of the same deals show different numbers: which figures, by which rule, and by which deals.",
            terminal,
            [rule, against, from, to],
            (parsed, data, source) =>
            {
                TimeZoneInfo zone = data.Mapping.TimeZone;
                DateTimeOffset? start = parsed.GetValue(from) is { } first ? (first with { IsDay = false }).In(zone) : null;
                DateTimeOffset? end = parsed.GetValue(to) is { } last ? (last.IsDay ? last.In(zone).AddMicroseconds(1) : last.In(zone)) : null;
                if (start >= end)
                    throw new UsageException($"--from, --to: the period is empty, it would begin at {start:yyyy-MM-dd HH:mm} and end at {end:yyyy-MM-dd HH:mm}. Give a later --to.");
                FunnelRule Limited(FunnelRule chosen) => chosen with { From = start, To = end };
                return new RuleDifferencePage(source, source.Log.ExplainDifference(Limited(parsed.GetRequiredValue(rule)!), Limited(parsed.GetRequiredValue(against)!)));
            });
    }
}
