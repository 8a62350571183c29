using SalesFunnel.Metrics.Data;
using Spectre.Console;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Reads with a progress bar on the terminal's message stream, when there is one and the log is long.</summary>
internal static class ReadProgressBar
{
    private const long LongLogBytes = 1 << 20;

    public static FunnelData Read(FunnelMapping mapping, bool isStrict, bool showsProgress, TextWriter error, CancellationToken cancellation)
    {
        var options = new ReadOptions { Strict = isStrict };
        var log = new FileInfo(Path.Combine(mapping.Folder, mapping.Log?.File ?? mapping.Deals!.File));
        if (!showsProgress || !log.Exists || log.Length < LongLogBytes)
            return FunnelReader.Read(mapping, options, cancellation);

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => FunnelReader.Read(mapping, options with { Progress = new Bars(context) }, cancellation));
    }

    private sealed class Bars(ProgressContext context) : IProgress<ReadProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

        public void Report(ReadProgress value)
        {
            if (!_tasks.TryGetValue(value.File, out ProgressTask? task))
                _tasks[value.File] = task = context.AddTask(Markup.Escape($"Reading {value.File}"), maxValue: Math.Max(1, value.TotalBytes));
            task.Value = value.BytesRead;
        }
    }
}
