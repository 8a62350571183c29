namespace SalesFunnel.Metrics.Tests.Live;

public class EventBufferTests
{
    [Property(MaxTest = 500)]
    public void What_was_added_one_by_one_or_in_batches_comes_out_as_it_went_in(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        DealEvent[] events = [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => Random(random))];
        var rows = new EventBuffer();
        foreach (DealEvent e in events)
            rows.Add(e);
        var batches = new EventBuffer();
        for (int start = 0; start < events.Length;)
        {
            int length = Math.Min(random.Next(1, 100), events.Length - start);
            if (random.Next(2) == 0)
                batches.Add(rows.Batch.Slice(start, length));
            else
                foreach (DealEvent e in events.AsSpan(start, length))
                    batches.Add(e);
            start += length;
        }

        for (int i = 0; i < events.Length; i++)
            Assert.Equal((events[i], events[i]), (rows.Batch[i], batches.Batch[i]));
        rows.Clear();
        Assert.Equal(0, rows.Batch.Length);
        rows.Add(events[0]);
        Assert.Equal(events[0], rows.Batch[0]);
    }

    [Property(MaxTest = 300)]
    public void A_block_of_the_event_log_reads_back_as_it_was_written(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        var events = new EventBuffer();
        for (int i = random.Next(0, 100); i > 0; i--)
            events.Add(Random(random));
        SourcePosition[] sources = [.. Enumerable.Range(0, random.Next(4)).Select(i => new SourcePosition($"source {i} ✓", random.NextInt64()))];
        byte[] bytes = EventBlockCodec.ToBytes(events.Batch, sources);
        var read = new EventBuffer();
        Assert.Equal(sources, EventBlockCodec.Read(bytes, read));
        Assert.Equal(bytes, EventBlockCodec.ToBytes(read.Batch, sources));

        byte[] damaged = (byte[])bytes.Clone();
        damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        var untouched = new EventBuffer();
        Assert.Throws<StateFormatException>(() => EventBlockCodec.Read(damaged, untouched));
        Assert.Throws<StateFormatException>(() => EventBlockCodec.Read(bytes.AsSpan(0, random.Next(bytes.Length)), untouched));
        Assert.Equal(0, untouched.Count);
    }

    [Fact]
    public void A_stage_that_no_column_can_hold_is_one_that_no_funnel_has()
    {
        var events = new EventBuffer();
        events.Add(DealEvent.Enter(1, DateTimeOffset.UnixEpoch, 0) with { Stage = 300 });
        events.Add(DealEvent.Enter(1, DateTimeOffset.UnixEpoch, 0) with { Stage = -1 });
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        tracker.Add(events.Batch);
        Assert.Equal((RejectReason.UnknownStage, 2), (tracker.Snapshot(DateTimeOffset.UnixEpoch).Rejections.Single().Reason, tracker.RejectedCount));
    }

    private static DealEvent Random(Random random) => new(
        random.NextInt64(),
        random.NextInt64(0, 1L << 50),
        random.Next(3) == 0 ? random.NextInt64(100) : DealEvent.NoSeq,
        random.Next(3) == 0 ? (DealEventKind)random.Next(0, 11) : DealEventKind.Enter,
        random.Next(3) == 0 ? random.Next(256) : 0,
        random.Next(3) == 0 ? random.NextInt64() : DealEvent.NoValue,
        random.Next(3) == 0 ? random.NextInt64() : DealEvent.NoValue);
}
