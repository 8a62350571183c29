using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>Saves a <see cref="SequenceTracker"/> as bytes and reads it back, to go on where it stood: versioned, length-checked, checksummed; little-endian on every machine.</summary>
/// <remarks>Format version 0: before version 1.0 of the library another version may refuse the bytes, so keep what they were counted from. Definition, options, entities, kept and waiting events and rejections are all kept; ids that an
/// <see cref="EntityIndex"/> gave mean something only with that index, which <see cref="EntityIndexCodec"/> saves. The layout is in docs/snapshot-format.md.</remarks>
public static class SequenceTrackerCodec
{
    /// <summary>The format version that is written, and the only one that is read.</summary>
    public const int FormatVersion = StateFrame.Version;

    /// <summary>Gets the number of bytes that the tracker takes.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static int GetByteCount(SequenceTracker tracker)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StateBytes<SequenceTracker, SequenceTrackerContent>.Count(tracker);
    }

    /// <summary>Writes the tracker into a span.</summary>
    /// <returns>False, with nothing written, when the span is shorter than <see cref="GetByteCount"/>.</returns>
    /// <param name="tracker">The tracker.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static bool TryWrite(SequenceTracker tracker, Span<byte> destination, out int bytesWritten)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StateBytes<SequenceTracker, SequenceTrackerContent>.TryWrite(tracker, destination, out bytesWritten);
    }

    /// <summary>Writes the tracker to a buffer, in one piece.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="destination">Where to write.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static void Write(SequenceTracker tracker, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        StateBytes<SequenceTracker, SequenceTrackerContent>.Write(tracker, destination);
    }

    /// <summary>Writes the tracker to a new array.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static byte[] ToBytes(SequenceTracker tracker)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StateBytes<SequenceTracker, SequenceTrackerContent>.ToArray(tracker);
    }

    /// <summary>Reads a tracker.</summary>
    /// <remarks>State that no events can have left is refused. No list is made larger than the bytes that are left allow; so a tracker with dense ids comes back with a table where its ids have large gaps, and counts the same.</remarks>
    /// <param name="state">All bytes of one tracker.</param>
    /// <param name="definition">The sequence that is expected; one with another fingerprint is refused. <c>null</c> = whatever was saved.</param>
    /// <param name="workers">How many threads count a large batch from now on.</param>
    /// <exception cref="StateFormatException">The bytes are not such a tracker; says what is wrong, and where.</exception>
    public static SequenceTracker Read(ReadOnlySpan<byte> state, SequenceDefinition? definition = null, int workers = 1)
    {
        StateFrame.Require(state, StateFrame.SequenceTrackerKind);
        return SequenceTrackerContent.Read(state, definition, workers);
    }
}
