using System.CommandLine;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel deals</c>.</summary>
internal static class DealsCommand
{
    private const int DefaultTake = 50;

    public static Command Create(Terminal terminal)
    {
        var at = new Option<string?>("--at") { Description = "The stage, by key or label. Without any other choice: deals that count there by the rule.", HelpName = "STAGE" };
        var lost = new Option<bool>("--lost") { Description = "Lost deals; with --at, those whose furthest stage it is." };
        var open = new Option<bool>("--open") { Description = "Open deals; with --at, those whose furthest stage it is." };
        var won = new Option<bool>("--won") { Description = "Won deals; without --at." };
        var now = new Option<bool>("--now") { Description = "With --at: open deals that are in the stage now." };
        Option<FunnelRule?> rule = RuleOption.Create("--rule", "With --at: the rule by which a deal counts at the stage. Default: reached.", required: false);
        var skip = new Option<long>("--skip") { Description = "Pass over so many deals. Default: 0.", HelpName = "N" };
        var take = new Option<int>("--take") { Description = $"List at most so many deals. Default: {DefaultTake}.", HelpName = "N", DefaultValueFactory = static _ => DefaultTake };
        skip.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<long>() < 0)
                result.AddError("--skip: a number of deals is 0 or more.");
        });
        take.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 0 or > DealLogDrill.MaxTake)
                result.AddError($"--take: a number of deals is 0 to {DealLogDrill.MaxTake}.");
        });
        return InsightCommand.Create("deals", "The deals behind a figure, page by page: at a stage, lost, open, won.", terminal, [at, lost, open, won, now, rule, skip, take], (parsed, _, source) =>
        {
            var asked = new Asked(parsed.GetValue(at), parsed.GetValue(lost), parsed.GetValue(open), parsed.GetValue(won), parsed.GetValue(now), parsed.GetValue(rule));
            (string title, DealSelection selection) = Select(asked, source.Log.Definition);
            return new DealListPage(source, title, source.Log.DealsOf(selection, parsed.GetValue(skip), parsed.GetValue(take)));
        });
    }

    private static (string Title, DealSelection Selection) Select(Asked asked, FunnelDefinition definition)
    {
        if ((asked.Lost ? 1 : 0) + (asked.Open ? 1 : 0) + (asked.Won ? 1 : 0) + (asked.Now ? 1 : 0) + (asked.Rule is null ? 0 : 1) > 1)
            throw new UsageException("--lost, --open, --won, --now and --rule each choose other deals. Give one of them.");
        if (asked.At is null)
        {
            if (asked.Now || asked.Rule is not null)
                throw new UsageException($"{(asked.Now ? "--now" : "--rule")} needs a stage. Add --at with one of: {StageNames(definition)}.");
            return asked switch
            {
                { Lost: true } => ("Lost deals", DealSelection.Lost),
                { Open: true } => ("Open deals", DealSelection.Open),
                { Won: true } => ("Won deals", DealSelection.Won),
                _ => ("All deals", DealSelection.Leads),
            };
        }

        if (asked.Won)
            throw new UsageException("--won takes no --at: every won deal has reached every stage. Give one of the two.");
        int stage = IndexOf(asked.At, definition);
        string label = definition.Stages[stage].Label;
        if (stage == definition.WonIndex && (asked.Lost || asked.Open || asked.Now))
            throw new UsageException($"--at: nothing is open or lost at '{label}', the won stage. Choose another stage, or --won.");
        return asked switch
        {
            { Lost: true } => ($"Lost with {label} as furthest stage", DealSelection.LostAtFurthest(stage)),
            { Open: true } => ($"Open with {label} as furthest stage", DealSelection.OpenAtFurthest(stage)),
            { Now: true } => ($"In {label} now", DealSelection.InStageNow(stage)),
            _ => ($"At {label} by the rule {(asked.Rule ?? FunnelRules.Reached).Name}", DealSelection.At(stage, asked.Rule)),
        };
    }

    private static int IndexOf(string name, FunnelDefinition definition)
    {
        if (definition.IndexOf(name) is var index and >= 0)
            return index;
        Stage[] same = [.. definition.Stages.Where(s => string.Equals(s.Label, name, StringComparison.OrdinalIgnoreCase) || string.Equals(s.Key, name, StringComparison.OrdinalIgnoreCase))];
        return same.Length == 1 ? same[0].Index : throw new UsageException($"--at: there is no stage '{name}'. The funnel has: {StageNames(definition)}.");
    }

    private static string StageNames(FunnelDefinition definition) => string.Join(", ", definition.Stages.Select(static s => s.Key));

    private sealed record Asked(string? At, bool Lost, bool Open, bool Won, bool Now, FunnelRule? Rule);
}
