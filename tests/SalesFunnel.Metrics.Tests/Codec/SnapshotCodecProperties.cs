using System.Buffers;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>What was saved is what is read, in figures and in bytes.</summary>
public class SnapshotCodecProperties
{
    [Property]
    public void A_snapshot_of_a_tracker_is_read_as_it_was_written(LogCase log) => RoundTrip(Engine.Track(log).Snapshot(log.End));

    [Property]
    public void A_snapshot_of_a_log_is_read_as_it_was_written(LogCase log, bool last) =>
        RoundTrip(Engine.Log(log).AsOf(log.AsOfTimes[0]).Count(Engine.LogOptions(log, last ? SegmentAttribution.Last : SegmentAttribution.AtOutcome)));

    [Property]
    public void Parts_and_sums_are_read_as_they_were_written(LogCase log)
    {
        StageSnapshot whole = Engine.Track(log).Snapshot(log.End);
        foreach (SegmentGroup group in whole.GroupBy(whole.Definition.Dimensions[0]))
            RoundTrip(group.Snapshot);
        if (whole.Calendar is { } calendar)
            RoundTrip(whole.RollUp(TestFunnels.Calendar(calendar.Unit == CohortUnit.Week ? CohortUnit.Week : CohortUnit.Year, calendar.ZoneId)));
        RoundTrip(StageSnapshot.Merge(whole, StageSnapshot.Empty(log.Definition, log.End, log.Rule, log.Calendar)));
    }

    [Property]
    public void Counts_that_are_equal_have_equal_bytes_whether_they_come_from_tracker_or_log(LogCase log)
    {
        LogCase kept = log.WithoutDeletions().WithUniqueSeqs().Sorted(); // what a tracker cannot know or take back
        LogCase usable = kept.With(kept.Events.Where(static e => EventTime.IsRepresentable(e.AtUnixMicros)));
        StageSnapshot live = Engine.Track(usable).Snapshot(usable.End);
        StageSnapshot counted = Engine.Log(usable).AsOf(usable.End).Count(Engine.LogOptions(usable));

        Assert.Equal(SnapshotBytes.OfCounts(live, 1_000), SnapshotBytes.OfCounts(counted, 1_000));
    }

    private static void RoundTrip(StageSnapshot snapshot)
    {
        byte[] bytes = SnapshotCodec.ToBytes(snapshot);
        StageSnapshot read = SnapshotCodec.Read(bytes);

        Engine.AssertNone(SnapshotFigures.Differences(snapshot, read));
        Assert.Equal(bytes, SnapshotCodec.ToBytes(read));
        Assert.Equal(
            (snapshot.AsOf, snapshot.Rule, snapshot.Attribution, snapshot.Calendar, snapshot.UsesInputOrder, snapshot.IsPartial, snapshot.HasFullHistory),
            (read.AsOf, read.Rule, read.Attribution, read.Calendar, read.UsesInputOrder, read.IsPartial, read.HasFullHistory));
        Assert.Equal(snapshot.Partitions, read.Partitions);
        Assert.Equal((snapshot.Definition.Name, snapshot.Definition.Fingerprint), (read.Definition.Name, read.Definition.Fingerprint));
        Assert.Equal(snapshot.Definition.Stages, read.Definition.Stages);
        Assert.Equal(snapshot.Definition.Dimensions, read.Definition.Dimensions);
        Assert.Equal(bytes.Length, SnapshotCodec.GetByteCount(snapshot));
        Assert.False(SnapshotCodec.TryWrite(snapshot, new byte[bytes.Length - 1], out int none));
        var buffer = new ArrayBufferWriter<byte>();
        SnapshotCodec.Write(snapshot, buffer);
        byte[] larger = new byte[bytes.Length + 7];
        Assert.True(SnapshotCodec.TryWrite(snapshot, larger, out int written));
        Assert.Equal((0, bytes.Length), (none, written));
        Assert.True(buffer.WrittenSpan.SequenceEqual(bytes) && larger.AsSpan(0, written).SequenceEqual(bytes) && larger.AsSpan(written).IndexOfAnyExcept((byte)0) < 0);
    }
}
