using System.CommandLine;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The commands <c>salesfunnel waterfall</c> and <c>salesfunnel stalled</c>.</summary>
internal static class PipelineCommands
{
    public static Command Waterfall(Terminal terminal)
    {
        Option<AsOfTime?> from = AsOfTime.Option("--from", "Start of the movement. A date (2024-09-30) is its end, so that 2024-09-30 to 2024-12-31 is the fourth quarter.");
        from.Required = true;
        Option<AsOfTime?> to = AsOfTime.Option("--to", "End of the movement. Default: the as-of time.");
        Option<AsOfTime?> dueFrom = AsOfTime.Option("--due-from", "Only deals expected to close in a period: its first day or instant.");
        Option<AsOfTime?> dueTo = AsOfTime.Option("--due-to", "The last day or instant of that period.");
        return InsightCommand.Create("waterfall", "How the open pipeline moved between two times: new, won, lost, raised, lowered, re-opened.", terminal, [from, to, dueFrom, dueTo], (parsed, data, source) =>
        {
            DateTimeOffset start = parsed.GetValue(from)!.In(data.Mapping.TimeZone);
            DateTimeOffset end = parsed.GetValue(to)?.In(data.Mapping.TimeZone) ?? source.Log.AsOfTime;
            if (end <= start)
                throw new UsageException($"--from/--to: the end {end:yyyy-MM-dd HH:mm zzz} is not after the start {start:yyyy-MM-dd HH:mm zzz}.");
            return WaterfallReport.Of(source, start, end, Due(parsed.GetValue(dueFrom), parsed.GetValue(dueTo), data.Mapping.TimeZone));
        });
    }

    public static Command Stalled(Terminal terminal)
    {
        var share = new Option<double>("--share") { Description = "The share of visits that end within the limit. Default: 0.8, beyond which a deal is stalled.", HelpName = "SHARE", DefaultValueFactory = static _ => 0.8 };
        var take = new Option<int>("--take") { Description = "List at most so many deals, the largest first. Default: 50.", HelpName = "N", DefaultValueFactory = static _ => 50 };
        return InsightCommand.Create("stalled", "Open deals that have been in their stage for longer than deals usually stay there.", terminal, [share, take], (parsed, _, source) =>
        {
            double within = parsed.GetValue(share);
            if (!(within is > 0 and < 1))
                throw new UsageException($"--share: found {within}. Give a share strictly between 0 and 1, for example 0.8.");
            int count = parsed.GetValue(take);
            return count < 0
                ? throw new UsageException($"--take: found {count}. A number of deals is 0 or more.")
                : StalledReport.Of(source, new StalledOptions { Share = within }, count);
        });
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Due(AsOfTime? first, AsOfTime? last, TimeZoneInfo zone)
    {
        if (first is null && last is null)
            return null;
        if (first is null || last is null)
            throw new UsageException("--due-from and --due-to belong together: give both, or none for all open deals.");
        // A day begins a microsecond after the end of the day before.
        DateTimeOffset start = first.IsDay ? new AsOfTime(first.Local.AddDays(-1), IsDay: true, null).In(zone).AddMicroseconds(1) : first.In(zone);
        DateTimeOffset end = last.In(zone).AddMicroseconds(1);
        return end <= start ? throw new UsageException("--due-from/--due-to: the period is empty.") : (start, end);
    }
}
