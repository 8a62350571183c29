using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>Saves a <see cref="SequenceSnapshot"/> as bytes and reads it back: versioned, length-checked, checksummed; little-endian on every machine.</summary>
/// <remarks>Format version 0: before version 1.0 of the library another version may refuse the bytes, so keep what they were counted from. Equal snapshots give
/// equal bytes, in whatever order their shards were merged; everything is kept, the sequence definition included. No reflection. The layout is in docs/snapshot-format.md.</remarks>
public static class SequenceSnapshotCodec
{
    /// <summary>The format version that is written, and the only one that is read.</summary>
    public const int FormatVersion = StateFrame.Version;

    /// <summary>Gets the number of bytes that a snapshot takes.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="ArgumentException">A name of the sequence is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save its shards apart.</exception>
    public static int GetByteCount(SequenceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return StateBytes<SequenceSnapshot, SequenceSnapshotContent>.Count(snapshot);
    }

    /// <summary>Writes a snapshot into a span.</summary>
    /// <returns>False, with nothing written, when the span is shorter than <see cref="GetByteCount"/>.</returns>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <exception cref="ArgumentException">A name of the sequence is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save its shards apart.</exception>
    public static bool TryWrite(SequenceSnapshot snapshot, Span<byte> destination, out int bytesWritten)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return StateBytes<SequenceSnapshot, SequenceSnapshotContent>.TryWrite(snapshot, destination, out bytesWritten);
    }

    /// <summary>Writes a snapshot to a buffer, in one piece.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="destination">Where to write.</param>
    /// <exception cref="ArgumentException">A name of the sequence is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save its shards apart.</exception>
    public static void Write(SequenceSnapshot snapshot, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        StateBytes<SequenceSnapshot, SequenceSnapshotContent>.Write(snapshot, destination);
    }

    /// <summary>Writes a snapshot to a new array.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="ArgumentException">A name of the sequence is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save its shards apart.</exception>
    public static byte[] ToBytes(SequenceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return StateBytes<SequenceSnapshot, SequenceSnapshotContent>.ToArray(snapshot);
    }

    /// <summary>Reads a snapshot together with the sequence definition that was saved with it.</summary>
    /// <remarks>Counts that contradict each other are refused. No list is made larger than the bytes that are left allow; a chain, at least four bytes, takes up to 540 bytes in memory for a sequence of 64 steps, so limit the length of bytes that you do not trust.</remarks>
    /// <param name="state">All bytes of one snapshot.</param>
    /// <exception cref="StateFormatException">The bytes are not such a snapshot; says what is wrong, and where.</exception>
    public static SequenceSnapshot Read(ReadOnlySpan<byte> state)
    {
        StateFrame.Require(state, StateFrame.SequenceSnapshotKind);
        return SequenceSnapshotContent.Read(state, expected: null);
    }

    /// <summary>Reads a snapshot of a known sequence. The result has this definition, its present name included.</summary>
    /// <param name="state">All bytes of one snapshot.</param>
    /// <param name="definition">The sequence; one with another fingerprint is refused.</param>
    /// <exception cref="StateFormatException">The bytes are not such a snapshot, or of another sequence; says what is wrong, and where.</exception>
    public static SequenceSnapshot Read(ReadOnlySpan<byte> state, SequenceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        StateFrame.Require(state, StateFrame.SequenceSnapshotKind);
        return SequenceSnapshotContent.Read(state, definition);
    }
}
