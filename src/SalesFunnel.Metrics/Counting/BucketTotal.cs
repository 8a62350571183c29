namespace SalesFunnel.Metrics;

/// <summary>How many visits fell into one bucket of one cell's histogram.</summary>
internal readonly record struct BucketTotal(long Key, long Count);
