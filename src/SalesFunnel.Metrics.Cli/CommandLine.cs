using System.CommandLine;
using System.CommandLine.Invocation;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel</c>: what it is called with, and its exit codes.</summary>
public static class CommandLine
{
    /// <summary>The exit code of a run that did what it was asked to.</summary>
    public const int Success = 0;

    /// <summary>The exit code of input that cannot be read, of a wrong row under <c>--strict</c>, and of output that cannot be written.</summary>
    public const int BadData = 1;

    /// <summary>The exit code of wrong usage.</summary>
    public const int WrongUsage = 2;

    /// <summary>The exit code of a run that was interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    /// <param name="args">The arguments, without the name of the command.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where messages go.</param>
    /// <param name="isInteractive">Whether <paramref name="output"/> is the terminal, which may show colours.</param>
    /// <param name="showsProgress">Whether messages go to a terminal, which may show progress.</param>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, bool isInteractive = false, bool showsProgress = false)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var root = new RootCommand("Sales funnel metrics from the files that a CRM exports.");
        root.Add(ReportCommand.Create(output, error, isInteractive, showsProgress));
        root.Add(InitCommand.Create(output, error));
        root.Add(CheckCommand.Create(output, error));
        var terminal = new Terminal(output, error, isInteractive, showsProgress);
        root.Add(ExplainDiffCommand.Create(terminal));
        root.Add(DealsCommand.Create(terminal));
        root.Add(PipelineCommands.Waterfall(terminal));
        root.Add(PipelineCommands.Stalled(terminal));
        root.Add(SequenceCommand.Create(terminal));
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors)
                error.WriteLine(problem.Message);
            error.WriteLine($"See: salesfunnel {(parsed.CommandResult.Command is RootCommand ? string.Empty : parsed.CommandResult.Command.Name + " ")}--help");
            return WrongUsage;
        }

        int code = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        output.Flush();
        return code;
    }
}
