using System.CommandLine;
using System.Globalization;
using System.Text;
using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel init</c>.</summary>
internal static class InitCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var inputs = new Argument<string[]>("file") { Description = "Exports of one system: a list of deals, a history, or both (.csv, .tsv, .txt, .gz).", Arity = ArgumentArity.OneOrMore };
        MappingInput.RefuseOptions(inputs);
        var dates = DatesOption();
        var file = new Option<string?>("--output") { Description = "Write to this file, for example funnel.json, instead of the terminal. An existing file is not overwritten.", HelpName = "FILE" };
        var command = new Command("init", "Proposes a funnel.json for exported files, with what was recognised and how sure it is as comments.") { inputs, dates, file };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetRequiredValue(inputs), parsed.GetValue(dates) ?? [], parsed.GetValue(file), output, error, cancellation)));
        return command;
    }

    public static Option<string[]> DatesOption() => new("--dates")
    {
        Description = "The .NET format of the times of the files, for files in which nobody can tell day from month: d/M/yyyy or M/d/yyyy. Can be given several times.",
        HelpName = "FORMAT",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = static _ => [],
    };

    private static int Run(string[] inputs, string[] dateFormats, string? path, TextWriter output, TextWriter error, CancellationToken cancellation) => InsightCommand.Guard(error, () =>
    {
        MappingProposal proposal = MappingInput.Propose(inputs, dateFormats, cancellation);
        if (path is null)
            output.Write(proposal.ToJson());
        else if (!TryWrite(path, proposal.ToJson(), error))
            return CommandLine.BadData;
        int guesses = proposal.Findings.Count(static f => f.Certainty == Certainty.Guessed);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Recognised: {proposal.System}. {proposal.Findings.Count} findings, {guesses} of them guessed{(guesses > 0 ? ": look at those before you use it" : string.Empty)}.{(path is null ? " Save it as funnel.json beside the files." : $" Written to {path}; file names in it are relative to its folder.")}"));
        return CommandLine.Success;
    });

    private static bool TryWrite(string path, string text, TextWriter error)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error.WriteLine(File.Exists(path)
                ? $"--output: the file '{path}' is there already and was not touched. Give another name, or remove it first."
                : $"--output: the file '{path}' could not be written: {e.Message}");
            return false;
        }
    }
}
