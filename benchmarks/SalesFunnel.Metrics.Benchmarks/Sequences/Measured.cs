namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>What one run found, and how long it took.</summary>
/// <param name="Answer">The figures, which all contenders must agree on.</param>
/// <param name="Seconds">Where the contender runs in another process and reads its own clock; else <c>null</c>.</param>
internal readonly record struct Measured(long[] Answer, double? Seconds = null);
