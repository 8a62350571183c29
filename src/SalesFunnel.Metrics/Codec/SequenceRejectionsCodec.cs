namespace SalesFunnel.Metrics;

/// <summary>Rejected sequence events inside a state.</summary>
internal static class SequenceRejectionsCodec
{
    private const int SampleBytes = 16;

    public static void Write(ref StateWriter writer, IReadOnlyList<RejectedSequenceEvents> rejections)
    {
        writer.Byte((byte)rejections.Count);
        foreach (RejectedSequenceEvents item in rejections)
        {
            writer.Byte((byte)item.Reason);
            writer.Number(item.Count);
            writer.Byte((byte)item.Samples.Count);
            foreach ((long entity, long at) in item.Samples)
            {
                writer.UInt64((ulong)at);
                writer.UInt64((ulong)entity);
            }
        }
    }

    public static RejectedSequenceEvents[] Read(ref StateReader reader, long events)
    {
        var items = new RejectedSequenceEvents[reader.Byte()];
        long left = events;
        for (int i = 0; i < items.Length; i++)
        {
            (RejectReason reason, long count) = RejectionsCodec.ReadReason(ref reader, i > 0 ? items[i - 1].Reason : 0, ref left);
            int samples = reader.Byte();
            if (count == 0 || samples > Math.Min(count, RejectedSequenceEvents.MaxSamples) || samples > reader.Left / SampleBytes)
                throw reader.Inconsistent("a reason has no rejected event, or more samples than rejected events or places.");
            var sampled = new (long Entity, long At)[samples];
            for (int sample = 0; sample < samples; sample++)
            {
                (long at, long entity) = ((long)reader.UInt64(), (long)reader.UInt64());
                sampled[sample] = (entity, at);
                if (sample > 0 && (sampled[sample - 1].At, sampled[sample - 1].Entity).CompareTo((at, entity)) > 0)
                    throw reader.Inconsistent("samples of rejected events are not in ascending order.");
            }

            items[i] = new RejectedSequenceEvents(reason, count, sampled.AsReadOnly());
        }

        return items;
    }
}
