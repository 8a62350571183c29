using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>Saves a <see cref="StageSnapshot"/> as bytes and reads it back: versioned, length-checked, checksummed; little-endian on every machine.</summary>
/// <remarks>Format version 0: before version 1.0 of the library another version may refuse the bytes, so keep what they were counted from. Equal snapshots give
/// equal bytes, in whatever order their shards were merged; everything is kept, the funnel definition included. No reflection. The layout is in docs/snapshot-format.md.</remarks>
public static class SnapshotCodec
{
    /// <summary>The format version that is written, and the only one that is read.</summary>
    public const int FormatVersion = StateFrame.Version;

    /// <summary>Gets the number of bytes that a snapshot takes.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="ArgumentException">A name of the funnel is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save parts of it.</exception>
    public static int GetByteCount(StageSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return StateBytes<StageSnapshot, SnapshotContent>.Count(snapshot);
    }

    /// <summary>Writes a snapshot into a span.</summary>
    /// <returns>False, with nothing written, when the span is shorter than <see cref="GetByteCount"/>.</returns>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <exception cref="ArgumentException">A name of the funnel is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save parts of it.</exception>
    public static bool TryWrite(StageSnapshot snapshot, Span<byte> destination, out int bytesWritten)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return StateBytes<StageSnapshot, SnapshotContent>.TryWrite(snapshot, destination, out bytesWritten);
    }

    /// <summary>Writes a snapshot to a buffer, in one piece.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="destination">Where to write.</param>
    /// <exception cref="ArgumentException">A name of the funnel is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save parts of it.</exception>
    public static void Write(StageSnapshot snapshot, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        StateBytes<StageSnapshot, SnapshotContent>.Write(snapshot, destination);
    }

    /// <summary>Writes a snapshot to a new array.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="ArgumentException">A name of the funnel is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">The snapshot takes more than one array can hold, 2 GiB; save parts of it.</exception>
    public static byte[] ToBytes(StageSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return StateBytes<StageSnapshot, SnapshotContent>.ToArray(snapshot);
    }

    /// <summary>Reads a snapshot together with the funnel definition that was saved with it.</summary>
    /// <remarks>Counts that contradict each other are refused. No list is made larger than the bytes that are left allow; a cell, at least four bytes, takes up to 14 KB in memory for a funnel of 64 stages, so limit the length of bytes that you do not trust.</remarks>
    /// <param name="state">All bytes of one snapshot.</param>
    /// <exception cref="StateFormatException">The bytes are not such a snapshot; says what is wrong, and where.</exception>
    public static StageSnapshot Read(ReadOnlySpan<byte> state)
    {
        StateFrame.Require(state, StateFrame.SnapshotKind);
        return SnapshotContent.Read(state, expected: null, calendar: null);
    }

    /// <summary>Reads a snapshot of a known funnel. The result has this definition, its present name and labels included.</summary>
    /// <param name="state">All bytes of one snapshot.</param>
    /// <param name="definition">The funnel; one with another fingerprint is refused.</param>
    /// <param name="calendar">The calendar of the cohorts, for zones that the system cannot find by their id; one of another unit or zone is refused. <c>null</c> = whatever was saved.</param>
    /// <exception cref="StateFormatException">The bytes are not such a snapshot, or of another funnel or calendar; says what is wrong, and where.</exception>
    public static StageSnapshot Read(ReadOnlySpan<byte> state, FunnelDefinition definition, CohortCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        StateFrame.Require(state, StateFrame.SnapshotKind);
        return SnapshotContent.Read(state, definition, calendar);
    }
}
