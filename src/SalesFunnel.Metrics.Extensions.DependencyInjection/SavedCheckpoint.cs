namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>What the last checkpoint held: replaced as a whole, so that whoever reads it meanwhile sees one or the other.</summary>
internal sealed record SavedCheckpoint(long Number, DateTimeOffset? At, long Counted, IReadOnlyList<SourcePosition> Sources, long LogNumber)
{
    public static SavedCheckpoint None { get; } = new(0, null, 0, [], 0);

    public static SavedCheckpoint Of(FunnelCheckpoint checkpoint, long counted) => new(checkpoint.Number, checkpoint.SavedAt, counted, checkpoint.Sources, checkpoint.LogNumber);
}
