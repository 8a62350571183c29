namespace SalesFunnel.Metrics;

/// <summary>Rejected deal events inside a state: counts by reason, and sample positions as differences.</summary>
internal static class RejectionsCodec
{
    public static void Write(ref StateWriter writer, Rejections rejections)
    {
        writer.Byte((byte)rejections.Count);
        foreach (RejectedEvents item in rejections)
        {
            writer.Byte((byte)item.Reason);
            writer.Number(item.Count);
            writer.Byte((byte)item.SamplePositions.Count);
            long previous = 0;
            foreach (long position in item.SamplePositions)
            {
                writer.Number(position - previous);
                previous = position;
            }
        }
    }

    public static Rejections Read(ref StateReader reader, long events)
    {
        var items = new RejectedEvents[reader.Byte()];
        long left = events;
        for (int i = 0; i < items.Length; i++)
        {
            (RejectReason reason, long count) = ReadReason(ref reader, i > 0 ? items[i - 1].Reason : 0, ref left);
            var positions = new long[reader.Byte()];
            if (count == 0 || positions.Length > Math.Min(count, Rejections.MaxSamples))
                throw reader.Inconsistent("a reason has no rejected event, or more sample positions than rejected events or places.");
            long position = 0;
            for (int sample = 0; sample < positions.Length; sample++)
                positions[sample] = position += reader.Number(long.MaxValue - position, "a sample position");
            items[i] = new RejectedEvents(reason, count, positions.AsReadOnly());
        }

        return items.Length == 0 ? Rejections.None : new Rejections(items);
    }

    /// <summary>A reason and how many events it has: reasons ascend, and all together have no more events than are left.</summary>
    public static (RejectReason Reason, long Count) ReadReason(ref StateReader reader, RejectReason previous, ref long left)
    {
        var reason = (RejectReason)reader.Byte();
        if (!Enum.IsDefined(reason) || reason <= previous)
            throw reader.Inconsistent("the reasons of rejection do not exist, or are not in ascending order.");
        long count = reader.Number(left, "the number of rejected events");
        left -= count;
        return (reason, count);
    }
}
