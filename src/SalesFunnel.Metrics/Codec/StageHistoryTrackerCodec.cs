using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>Saves a <see cref="StageHistoryTracker"/> as bytes and reads it back, to go on where it stood: versioned, length-checked, checksummed; little-endian on every machine.</summary>
/// <remarks>Format version 0: before version 1.0 of the library another version may refuse the bytes, so keep what they were counted from. Definition, options, deals, compacted and waiting ones, cells and rejections are all kept,
/// except <see cref="TrackerOptions.ExpectedDeals"/>, which changes no number. Some 60 bytes a deal (73 beyond eight open stages), 8 a compacted one; equal histories give equal bytes. Ids that an
/// <see cref="EntityIndex"/> gave mean something only with that index, which <see cref="EntityIndexCodec"/> saves. The layout is in docs/snapshot-format.md.</remarks>
public static class StageHistoryTrackerCodec
{
    /// <summary>The format version that is written, and the only one that is read.</summary>
    public const int FormatVersion = StateFrame.Version;

    /// <summary>Gets the number of bytes that the tracker takes.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB: some 33 million deals. Shard by <see cref="Partition"/>.</exception>
    public static int GetByteCount(StageHistoryTracker tracker)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StateBytes<StageHistoryTracker, StageHistoryTrackerContent>.Count(tracker);
    }

    /// <summary>Writes the tracker into a span.</summary>
    /// <returns>False, with nothing written, when the span is shorter than <see cref="GetByteCount"/>.</returns>
    /// <param name="tracker">The tracker; it is not changed.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static bool TryWrite(StageHistoryTracker tracker, Span<byte> destination, out int bytesWritten)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StateBytes<StageHistoryTracker, StageHistoryTrackerContent>.TryWrite(tracker, destination, out bytesWritten);
    }

    /// <summary>Writes the tracker to a buffer, in one piece.</summary>
    /// <param name="tracker">The tracker; it is not changed.</param>
    /// <param name="destination">Where to write.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static void Write(StageHistoryTracker tracker, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        StateBytes<StageHistoryTracker, StageHistoryTrackerContent>.Write(tracker, destination);
    }

    /// <summary>Writes the tracker to a new array.</summary>
    /// <param name="tracker">The tracker; it is not changed.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static byte[] ToBytes(StageHistoryTracker tracker)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return StateBytes<StageHistoryTracker, StageHistoryTrackerContent>.ToArray(tracker);
    }

    /// <summary>Reads a tracker, which goes on where the saved one stood: the same further events give the same snapshots, to the byte.</summary>
    /// <remarks>State that no events can have left is refused: deals that contradict themselves, and counts that are not those that the deals add up to. No list is made larger than the bytes that are left allow;
    /// a cell, at least three bytes, takes up to 14 KB in memory for a funnel of 64 stages, so limit the length of bytes that you do not trust.</remarks>
    /// <param name="state">All bytes of one tracker.</param>
    /// <param name="definition">The funnel that is expected; one with another fingerprint is refused. <c>null</c> = whatever was saved.</param>
    /// <param name="calendar">The calendar of the cohorts, for zones that the system cannot find by their id; one of another unit or zone is refused. <c>null</c> = whatever was saved.</param>
    /// <exception cref="StateFormatException">The bytes are not such a tracker, or of another funnel or calendar; says what is wrong, and where.</exception>
    public static StageHistoryTracker Read(ReadOnlySpan<byte> state, FunnelDefinition? definition = null, CohortCalendar? calendar = null)
    {
        StateFrame.Require(state, StateFrame.StageHistoryTrackerKind);
        return StageHistoryTrackerContent.Read(state, definition, calendar);
    }
}
