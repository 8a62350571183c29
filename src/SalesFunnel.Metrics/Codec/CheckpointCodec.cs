namespace SalesFunnel.Metrics;

/// <summary>Saves a <see cref="FunnelCheckpoint"/> as bytes and reads it back: versioned, length-checked, checksummed; little-endian on every machine.</summary>
/// <remarks>Format version 0: before version 1.0 of the library another version may refuse the bytes, so keep what they were counted from. The layout is in docs/snapshot-format.md.</remarks>
public static class CheckpointCodec
{
    /// <summary>The format version that is written, and the only one that is read.</summary>
    public const int FormatVersion = StateFrame.Version;

    /// <summary>Writes a checkpoint to a new array.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="ArgumentException">A name is not well-formed text.</exception>
    /// <exception cref="InvalidOperationException">It takes more than one array can hold, 2 GiB.</exception>
    public static byte[] ToBytes(FunnelCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return StateBytes<FunnelCheckpoint, CheckpointContent>.ToArray(checkpoint);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="state">All bytes of one checkpoint.</param>
    /// <param name="definition">The funnel that is expected; one with another fingerprint is refused. <c>null</c> = whatever was saved.</param>
    /// <param name="calendar">The calendar of the cohorts, for zones that the system cannot find by their id. <c>null</c> = whatever was saved.</param>
    /// <exception cref="StateFormatException">The bytes are not such a checkpoint; says what is wrong, and where.</exception>
    public static FunnelCheckpoint Read(ReadOnlySpan<byte> state, FunnelDefinition? definition = null, CohortCalendar? calendar = null)
    {
        StateFrame.Require(state, StateFrame.CheckpointKind);
        return CheckpointContent.Read(state, definition, calendar);
    }
}
