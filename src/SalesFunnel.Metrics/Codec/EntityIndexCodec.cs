using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>Saves an <see cref="EntityIndex"/> as bytes and reads it back, so that the ids in other saved state keep their meaning: versioned, length-checked, checksummed.</summary>
/// <remarks>Format version 0, as for <see cref="SnapshotCodec"/>. The layout is in docs/snapshot-format.md.</remarks>
public static class EntityIndexCodec
{
    /// <summary>The format version that is written, and the only one that is read.</summary>
    public const int FormatVersion = StateFrame.Version;

    /// <summary>Gets the number of bytes that the index takes.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static int GetByteCount(EntityIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return StateBytes<EntityIndex, EntityIndexContent>.Count(index);
    }

    /// <summary>Writes the index into a span.</summary>
    /// <returns>False, with nothing written, when the span is shorter than <see cref="GetByteCount"/>.</returns>
    /// <param name="index">The index.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static bool TryWrite(EntityIndex index, Span<byte> destination, out int bytesWritten)
    {
        ArgumentNullException.ThrowIfNull(index);
        return StateBytes<EntityIndex, EntityIndexContent>.TryWrite(index, destination, out bytesWritten);
    }

    /// <summary>Writes the index to a buffer, in one piece.</summary>
    /// <param name="index">The index.</param>
    /// <param name="destination">Where to write.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static void Write(EntityIndex index, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(index);
        StateBytes<EntityIndex, EntityIndexContent>.Write(index, destination);
    }

    /// <summary>Writes the index to a new array.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static byte[] ToBytes(EntityIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return StateBytes<EntityIndex, EntityIndexContent>.ToArray(index);
    }

    /// <summary>Reads an index: every identifier has the id that it had.</summary>
    /// <param name="state">All bytes of one index.</param>
    /// <exception cref="StateFormatException">The bytes are not such an index; says what is wrong, and where.</exception>
    public static EntityIndex Read(ReadOnlySpan<byte> state)
    {
        StateFrame.Require(state, StateFrame.EntityIndexKind);
        return EntityIndexContent.Read(state);
    }
}
