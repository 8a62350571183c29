using System.CommandLine;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel sequence</c>.</summary>
internal static class SequenceCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("file") { Description = "A file of events, one a row: entity, time, event (.csv, .tsv, .txt, .gz)." };
        var steps = new Option<string>("--steps") { Description = "The events of the steps, in order, separated by commas; a|b = either event; * = any.", HelpName = "A,B,…", Required = true };
        var window = Parsed("--window", "The longest time from the first step to the last, inclusive: 90s, 30m, 12h, 7d, 4w.", "TIME", SequenceArguments.Window);
        window.Required = true;
        var mode = Parsed("--mode", "The rules: ordered (default), strict = no other event between steps, unordered = steps in any order; or those of another system.", SequenceMode.Help, SequenceMode.Parse);
        var exclude = new Option<string[]>("--exclude") { Description = "An event that must not come between two steps, by their numbers: cancel:1-2. Can be given several times.", HelpName = "EVENT:FROM-TO", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = static _ => [] };
        var attempts = new Option<bool>("--attempts") { Description = "Count attempts instead of entities: the next one starts after the one before has ended." };
        var by = Column("--by", "A column to break the counts down by: each entity counts under the first value among its events of steps.");
        var entity = Column("--entity", "The column of the entities. Default: found by its name, such as user_id.");
        var time = Column("--time", "The column of the times. Default: found by its name, such as timestamp.");
        var name = Column("--event", "The column of the events. Default: found by its name, such as event.");
        Option<string[]> dates = InitCommand.DatesOption();
        Option<AsOfTime?> asOf = AsOfTime.Option("The time that the counts describe; later events are left out. A date (2024-12-31) is its end in UTC. Default: the last event.");
        var levels = new Option<bool>("--levels") { Description = "List the furthest step of each entity." };
        var format = new Option<string?>("--format") { Description = "table (default), markdown or json.", HelpName = "table|markdown|json" };
        format.AcceptOnlyFromAmong("table", "markdown", "json");
        var file = new Option<string?>("--output") { Description = "Write to this file instead of the terminal, as UTF-8.", HelpName = "FILE" };
        var strict = new Option<bool>("--strict") { Description = "Stop with exit code 1 at the first wrong row, instead of leaving it out." };
        var command = new Command("sequence", "How far entities get in a sequence of events within a time: counts, conversion, times.") { input, steps, window, mode, exclude, attempts, by, entity, time, name, dates, asOf, levels, format, file, strict };
        command.SetAction((parsed, cancellation) => Task.FromResult(InsightCommand.Guard(terminal.Error, () =>
        {
            SequenceMode rules = parsed.GetValue(mode) ?? SequenceMode.Ordered;
            SequenceDefinition definition = SequenceArguments.Definition(parsed.GetRequiredValue(steps), parsed.GetValue(window), rules, parsed.GetValue(exclude) ?? [], parsed.GetValue(attempts));
            var table = new SequenceTable(parsed.GetRequiredValue(input))
            {
                Entity = parsed.GetValue(entity),
                Time = parsed.GetValue(time),
                Event = parsed.GetValue(name),
                By = parsed.GetValue(by),
                DateFormats = parsed.GetValue(dates) ?? [],
            };
            SequenceData data = SequenceReader.Read(table, definition, new ReadOptions { Strict = parsed.GetValue(strict) }, cancellation);
            var page = new SequencePage(SequenceRun.Count(data, definition, table, rules, parsed.GetValue(asOf), parsed.GetValue(levels)));
            return InsightCommand.Write(page.ToText, page.ToMarkdown, page.ToJson, parsed.GetValue(format) ?? "table", parsed.GetValue(file), terminal);
        })));
        return command;
    }

    private static Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "COLUMN" };

    private static Option<T?> Parsed<T>(string name, string description, string help, Func<string, T> parse) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{name}: {e.Message}");
                return default;
            }
        },
    };
}
