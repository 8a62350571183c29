using System.CommandLine;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var inputs = new Argument<string[]>("file-or-mapping") { Description = "Mapping files (funnel.json), folders that hold one, or data files (.csv, .tsv, .txt, .gz), which together are the exports of one system.", Arity = ArgumentArity.OneOrMore };
        MappingInput.RefuseOptions(inputs);
        Option<string[]> dates = InitCommand.DatesOption();
        Option<AsOfTime?> asOf = AsOfTime.Option("Dates after it are in the future. A date (2024-12-31) is its end in the mapping's time zone; a date-time (2024-12-31T14:05) is inclusive. Default: now.");
        var format = new Option<string?>("--format") { Description = "text (default) or json.", HelpName = "text|json" };
        format.AcceptOnlyFromAmong("text", "json");
        var file = new Option<string?>("--output") { Description = "Write to this file instead of the terminal, as UTF-8.", HelpName = "FILE" };
        var command = new Command("check", "What is wrong or odd in the data, rule by rule: how often, where, and what it does to the figures.") { inputs, dates, asOf, format, file };
        command.SetAction((parsed, cancellation) => Task.FromResult(CheckRun.Run(
            parsed.GetRequiredValue(inputs), parsed.GetValue(dates) ?? [], parsed.GetValue(asOf), parsed.GetValue(format) == "json", parsed.GetValue(file), output, error, cancellation)));
        return command;
    }
}
