namespace SalesFunnel.Metrics;

/// <summary>Keeps accepted events until a checkpoint holds them, for sources that cannot deliver again.</summary>
/// <remarks>Blocks of a funnel are numbered 1, 2, 3 … All members may be called from several threads, for different funnels also at once.</remarks>
public interface IEventLog
{
    /// <summary>Appends a block: when this returns, it survives the end of the process and, where the log can promise it, the loss of power.</summary>
    /// <remarks>All or nothing. The same number may be given again, after an append whose end was not seen; the bytes are then the same, and the block is there once.</remarks>
    /// <param name="funnel">Name of the funnel: any well-formed text.</param>
    /// <param name="number">Number of the block: one more than the last.</param>
    /// <param name="block">The bytes; only valid during the call.</param>
    /// <param name="cancellationToken">Gives up; the block may or may not be there.</param>
    ValueTask AppendAsync(string funnel, long number, ReadOnlyMemory<byte> block, CancellationToken cancellationToken = default);

    /// <summary>Reads the blocks after a number, in order.</summary>
    /// <param name="funnel">Name of the funnel.</param>
    /// <param name="after">Only blocks with larger numbers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<LoggedBlock> ReadAsync(string funnel, long after, CancellationToken cancellationToken = default);

    /// <summary>Deletes the blocks up to a number: checkpoints hold them.</summary>
    /// <param name="funnel">Name of the funnel.</param>
    /// <param name="upTo">The last number that is no longer needed.</param>
    /// <param name="cancellationToken">Gives up; blocks that are left over do no harm.</param>
    ValueTask TrimAsync(string funnel, long upTo, CancellationToken cancellationToken = default);
}
