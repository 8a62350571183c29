namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>Snapshots as bytes: equal bytes are equal snapshots, to the last bit.</summary>
internal static class SnapshotBytes
{
    /// <summary>Without the partitions and the positions of rejected rows: each shard has its own, so they say nothing about the counts.</summary>
    /// <param name="s">The snapshot.</param>
    /// <param name="events">The number of events to write instead of its own: a log counts an event that it takes and later rejects twice.</param>
    public static byte[] OfCounts(StageSnapshot s, long? events = null) => SnapshotCodec.ToBytes(new StageSnapshot(
        s.Header with { Partitions = [], Events = events ?? s.Header.Events, Rejections = new Rejections([.. s.Rejections.Select(static r => r with { SamplePositions = [] })]) },
        s.Rule,
        s.Cells.ToArray()));

    public static StateFormatException Refusal(byte[] bytes) => Assert.Throws<StateFormatException>(() => SnapshotCodec.Read(bytes));

    /// <summary>Makes the checksum right again after a change.</summary>
    public static byte[] Seal(byte[] bytes)
    {
        if (bytes.Length >= StateFrame.Length)
            StateFrame.Write(bytes, StateFrame.SnapshotKind);
        return bytes;
    }
}
