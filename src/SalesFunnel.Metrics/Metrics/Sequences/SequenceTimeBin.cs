namespace SalesFunnel.Metrics;

/// <summary>One row of times between two steps.</summary>
/// <param name="FromSeconds">Where it begins, in seconds, inclusive; it ends where the next begins.</param>
/// <param name="Chains">How many chains took that long.</param>
public readonly record struct SequenceTimeBin(long FromSeconds, long Chains);
