using System.Globalization;
using BenchmarkDotNet.Running;
using SalesFunnel.Metrics.Benchmarks;

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

BenchmarkSwitcher.FromAssembly(typeof(TrackerBenchmarks).Assembly).Run(args);
return 0;
