namespace SalesFunnel.Metrics.Data;

/// <summary>How to read.</summary>
public sealed record ReadOptions
{
    /// <summary>Gets a value indicating whether the first wrong row stops reading with a <see cref="FunnelDataException"/>.</summary>
    public bool Strict { get; init; }

    /// <summary>Gets who is told how far reading has come, about every 65,536 rows and at the end of each file.</summary>
    public IProgress<ReadProgress>? Progress { get; init; }
}
