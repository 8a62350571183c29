using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>The chains inside a state: gaps between entities, steps done, ending, segment, and times as differences.</summary>
internal static class SequenceChainsCodec
{
    private const int MinBytes = 4; // an entity, a step, an ending, a time

    public static void Write(ref StateWriter writer, SequenceHeader header, SequenceChains chains)
    {
        writer.Number(chains.Count);
        long before = long.MinValue;
        for (int i = 0; i < chains.Count; i++)
        {
            writer.Number(unchecked((ulong)(chains.EntityAt(i) - before)));
            before = chains.EntityAt(i);
            writer.Number(chains.DoneAt(i));
            writer.Byte((byte)chains.EndingAt(i));
            if (header.Breakdown.Kind != BreakdownKind.None)
                writer.Number(CellCodec.Fold(chains.SegmentAt(i)));
            ReadOnlySpan<long> times = chains.TimesAt(i);
            writer.Number(header.AsOf - times[0]);
            long last = times[0];
            for (ulong left = chains.DoneAt(i) & ~1UL; left != 0; left &= left - 1)
            {
                long time = times[BitOperations.TrailingZeroCount(left)];
                writer.Number(time - last);
                last = time;
            }
        }
    }

    public static SequenceChains Read(ref StateReader reader, SequenceHeader header)
    {
        int steps = header.Definition.Steps.Count;
        var chains = new SequenceChains(steps);
        int count = reader.Count(MinBytes, "the number of chains");
        if (count > header.Events)
            throw reader.Inconsistent("there are more chains than events.");
        ulong mandatory = Mandatory(header.Definition);
        long earliest = EventTime.Min / SequenceTime.MicrosOf(header.Resolution);
        long window = SequenceTime.Units(header.Definition.Window, header.Resolution, "window");
        Span<long> times = stackalloc long[SequenceDefinition.MaxSteps];
        long entity = long.MinValue;
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            ulong gap = reader.Number();
            if (gap > unchecked((ulong)(long.MaxValue - entity)))
                throw reader.Inconsistent("the id of an entity is larger than 63 bits.", start);
            entity = unchecked(entity + (long)gap);
            ulong done = reader.Number();
            int furthest = 63 - BitOperations.LeadingZeroCount(done);
            if ((done & 1) == 0 || furthest >= steps || (mandatory & ((1UL << furthest) - 1) & ~done) != 0)
                throw reader.Inconsistent("a chain leaves out a mandatory step, or does one that the sequence does not have.", start);
            var ending = (SequenceEnding)reader.Byte();
            if (!Enum.IsDefined(ending) || ending == SequenceEnding.Completed != (furthest == steps - 1))
                throw reader.Inconsistent("the ending of a chain does not exist, or contradicts its steps.", start);
            long segment = header.Breakdown.Kind == BreakdownKind.None ? SegmentValue.None : CellCodec.Unfold(reader.Number());
            times[0] = header.AsOf - reader.Number(header.AsOf - earliest, "the age of a chain");
            long last = times[0];
            for (ulong left = done & ~1UL; left != 0; left &= left - 1)
            {
                last += reader.Number(Math.Min(header.AsOf - last, times[0] + window - last), "the time between two steps");
                times[BitOperations.TrailingZeroCount(left)] = last;
            }

            if (header.Partitions.Count > 0 && !Owns(header.Partitions, entity))
                throw reader.Inconsistent("an entity does not belong to the shards of the snapshot.", start);
            chains.Add(entity, done, ending, segment, times[..steps]);
            if (i > 0 && chains.Compare(i - 1, i) > 0)
                throw reader.Inconsistent("chains are not in ascending order.", start);
        }

        return chains;
    }

    private static ulong Mandatory(SequenceDefinition definition)
    {
        ulong mandatory = 0;
        foreach (SequenceStep step in definition.Steps)
            mandatory |= step.IsOptional ? 0 : 1UL << step.Index;
        return mandatory;
    }

    /// <summary>Partitions stand ascending by index.</summary>
    private static bool Owns(IReadOnlyList<Partition> partitions, long entity)
    {
        int shard = Partition.ShardOf(entity, partitions[0].Seed, partitions[0].Count);
        (int low, int high) = (0, partitions.Count - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (partitions[middle].Index < shard)
                low = middle + 1;
            else
                high = middle;
        }

        return partitions[low].Index == shard;
    }
}
