namespace SalesFunnel.Metrics;

/// <summary>The shards of a snapshot inside a state: seed, size of the cut, and indexes as gaps.</summary>
internal static class PartitionCodec
{
    public static void Write(ref StateWriter writer, IReadOnlyList<Partition> partitions)
    {
        writer.Number(partitions.Count);
        if (partitions.Count == 0)
            return;
        writer.UInt64(partitions[0].Seed);
        writer.Number(partitions[0].Count);
        int next = 0;
        foreach (Partition partition in partitions)
        {
            writer.Number(partition.Index - next);
            next = partition.Index + 1;
        }
    }

    public static Partition[] Read(ref StateReader reader)
    {
        var partitions = new Partition[reader.Count(1, "the number of shards")];
        if (partitions.Length == 0)
            return partitions;
        ulong seed = reader.UInt64();
        int count = (int)reader.Number(int.MaxValue, "the number of shards of the cut");
        long index = 0;
        for (int i = 0; i < partitions.Length; i++, index++)
        {
            index += reader.Number(Math.Max(count - 1 - index, 0), "the index of a shard");
            if (index >= count)
                throw reader.Inconsistent("there are more shards than the cut has.");
            partitions[i] = new Partition(seed, (int)index, count);
        }

        return partitions;
    }
}
