namespace SalesFunnel.Metrics;

/// <summary>Where checkpoints of live funnels are kept. What the bytes mean is no concern of a store: damage is found by who reads them.</summary>
/// <remarks>All members may be called from several threads, for different funnels also at once. A store keeps at least the two latest checkpoints of a funnel, so that a damaged one can be passed over.</remarks>
public interface IFunnelStore
{
    /// <summary>Keeps a checkpoint: when this returns, the bytes survive the end of the process and, where the store can promise it, the loss of power.</summary>
    /// <remarks>All or nothing: a save that is interrupted leaves the checkpoints before it as they were. Checkpoints older than the one before this may be deleted.</remarks>
    /// <param name="funnel">Name of the funnel: any well-formed text.</param>
    /// <param name="number">Number of the checkpoint, above that of every earlier one of this funnel.</param>
    /// <param name="checkpoint">The bytes.</param>
    /// <param name="cancellationToken">Gives up; the checkpoint may or may not be kept.</param>
    /// <exception cref="CheckpointConflictException">The store already holds this number or a later one: another process saves the same funnel.</exception>
    ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default);

    /// <summary>Gets the latest checkpoint of a funnel, or the latest before a number.</summary>
    /// <returns>The checkpoint, or <c>null</c> when there is none.</returns>
    /// <param name="funnel">Name of the funnel.</param>
    /// <param name="before">Only checkpoints with a smaller number; <c>null</c> = the latest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default);
}
