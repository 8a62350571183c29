using System.CommandLine;
using System.Text;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>A command that reads a funnel, computes one page and writes it: the arguments that all such commands share, and their run.</summary>
internal static class InsightCommand
{
    /// <summary>Makes a command; it takes the shared arguments, then its own options.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">One line of help.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="options">The options of this command.</param>
    /// <param name="compute">Computes the page from the arguments, the data and the log as of the time asked for.</param>
    public static Command Create(string name, string description, Terminal terminal, IReadOnlyList<Option> options, Func<ParseResult, FunnelData, PageSource, InsightPage> compute)
    {
        var input = new Argument<string[]>("mapping-or-files")
        {
            Description = "A mapping file (funnel.json), the folder that holds one, or data files (.csv, .tsv, .txt, .gz): the exports of one system, or a log of stage changes.",
            Arity = ArgumentArity.OneOrMore,
        };
        MappingInput.RefuseOptions(input);
        Option<string[]> dates = InitCommand.DatesOption();
        Option<AsOfTime?> asOf = AsOfTime.Option("The time that the answer describes. A date (2024-12-31) is its end in the mapping's time zone; a date-time (2024-12-31T14:05) is inclusive. Default: the last event.");
        var format = new Option<string?>("--format") { Description = "table (default), markdown or json.", HelpName = "table|markdown|json" };
        format.AcceptOnlyFromAmong("table", "markdown", "json");
        var file = new Option<string?>("--output") { Description = "Write to this file instead of the terminal, as UTF-8.", HelpName = "FILE" };
        var strict = new Option<bool>("--strict") { Description = "Stop with exit code 1 at the first wrong row, instead of leaving it out." };
        var command = new Command(name, description) { input, dates, asOf };
        foreach (Option option in options)
            command.Add(option);
        command.Add(format);
        command.Add(file);
        command.Add(strict);
        command.SetAction((parsed, cancellation) => Task.FromResult(Guard(terminal.Error, () =>
        {
            FunnelMapping mapping = MappingInput.Open(parsed.GetRequiredValue(input), parsed.GetValue(dates) ?? [], cancellation);
            FunnelData data = ReadProgressBar.Read(mapping, parsed.GetValue(strict), terminal.ShowsProgress, terminal.Error, cancellation);
            InsightPage page = compute(parsed, data, SourceOf(data, parsed.GetValue(asOf)));
            return Write(page.ToText, page.ToMarkdown, page.ToJson, parsed.GetValue(format) ?? "table", parsed.GetValue(file), terminal);
        })));
        return command;
    }

    /// <summary>Runs and turns what may go wrong with input into a message and an exit code.</summary>
    public static int Guard(TextWriter error, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (UsageException e)
        {
            error.WriteLine(e.Message);
            return CommandLine.WrongUsage;
        }
        catch (Exception e) when (e is FunnelDataException or MappingException or FunnelDefinitionException)
        {
            error.WriteLine(e.Message);
            return CommandLine.BadData;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Interrupted; nothing was written.");
            return CommandLine.Interrupted;
        }
    }

    private static PageSource SourceOf(FunnelData data, AsOfTime? asOf)
    {
        DealLog log = asOf is { } time ? data.Log.AsOf(time.In(data.Mapping.TimeZone)) : data.Log;
        return new PageSource
        {
            Log = log,
            Zone = data.Mapping.TimeZone,
            AsOfIsLastEvent = asOf is null && log.AsOfTime == log.LastEventAt,
            Deals = data.Deals,
            DimensionValues = data.DimensionValues,
            Notes = ReadNotes.Of(data),
        };
    }

    /// <summary>Writes a page in the format asked for, to the terminal or to a file.</summary>
    public static int Write(Func<string> toText, Func<string> toMarkdown, Func<string> toJson, string format, string? path, Terminal terminal)
    {
        if (path is null && format == "table" && terminal.IsInteractive)
        {
            ColouredReport.Write(toText(), terminal.Output);
            return CommandLine.Success;
        }

        string text = (format switch { "json" => toJson, "markdown" => toMarkdown, _ => toText })();
        if (path is not null)
            return Save(text, path, terminal.Error);
        terminal.Output.Write(text);
        terminal.Output.Flush();
        return CommandLine.Success;
    }

    private static int Save(string text, string path, TextWriter error)
    {
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return CommandLine.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error.WriteLine($"--output: the file '{path}' could not be written: {e.Message}");
            return CommandLine.BadData;
        }
    }
}
