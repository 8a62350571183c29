using System.Globalization;
using BenchmarkDotNet.Running;
using SalesFunnel.Metrics.Benchmarks;
using SalesFunnel.Metrics.Benchmarks.Csv;
using SalesFunnel.Metrics.Benchmarks.Insights;
using SalesFunnel.Metrics.Benchmarks.Sequences;

if (args is ["compare", ..])
{
    int[] sizes = args switch
    {
        ["compare"] => [1_000, 100_000, 10_000_000],
        ["compare", "--events", var text] when int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int events) && events > 0 => [events],
        _ => [],
    };
    if (sizes.Length == 0)
    {
        await Console.Error.WriteLineAsync("Usage: compare [--events N], with N a positive whole number.");
        return 2;
    }

    Comparison.Run(Console.Out, sizes);
    return 0;
}

if (args is ["ways-out", ..])
{
    int events = NumberOf("--events", otherwise: 10_000_000);
    WaysOutCost.Run(Console.Out, events);
    return 0;
}

if (args is ["csv-run", var contender, var path])
    return CsvComparison.RunOne(Console.Out, contender, path);
if (args is ["csv-write", var target, var layout, var count])
{
    CsvWorkload.Write(target, int.Parse(count, CultureInfo.InvariantCulture), Enum.Parse<EventLayout>(layout, ignoreCase: true));
    return 0;
}

if (args is ["csv", ..])
{
    int rows = args switch
    {
        ["csv"] => 10_000_000,
        ["csv", "--rows", var text] when int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) && number > 0 => number,
        _ => 0,
    };
    if (rows == 0)
    {
        await Console.Error.WriteLineAsync("Usage: csv [--rows N], with N a positive whole number.");
        return 2;
    }

    CsvComparison.Run(Console.Out, rows);
    return 0;
}

if (args is ["survival", ..])
{
    int durations = args switch
    {
        ["survival"] => 10_000_000,
        ["survival", "--durations", var text] when int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) && number > 0 => number,
        _ => 0,
    };
    if (durations == 0)
    {
        await Console.Error.WriteLineAsync("Usage: survival [--durations N], with N a positive whole number.");
        return 2;
    }

    SurvivalComparison.Run(Console.Out, durations);
    return 0;
}

if (args is ["insights", ..])
{
    int deals = NumberOf("--deals", otherwise: 1_000_000);
    InsightsComparison.Run(Console.Out, deals);
    return 0;
}

if (args is ["live-state", ..])
{
    int open = NumberOf("--deals", otherwise: 1_000_000);
    LiveStateCost.Run(Console.Out, open);
    return 0;
}

if (args is ["monitor", ..])
{
    int events = NumberOf("--events", otherwise: 5_000_000);
    MonitorComparison.Run(Console.Out, events);
    return 0;
}

if (args is ["sequences", ..])
{
    if (SequenceRequest.Parse(args.AsSpan(1)) is not { } request)
    {
        await Console.Error.WriteLineAsync(SequenceRequest.Usage);
        return 2;
    }

    SequenceComparison.Run(Console.Out, request);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(TrackerBenchmarks).Assembly).Run(args);
return 0;

int NumberOf(string option, int otherwise) =>
    args is [_, var name, var text] && name == option && int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : otherwise;
