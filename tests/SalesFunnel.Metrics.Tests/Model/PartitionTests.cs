namespace SalesFunnel.Metrics.Tests.Model;

public class PartitionTests
{
    [Property]
    public void Every_deal_belongs_to_exactly_one_shard(long entity, ulong seed, PositiveInt shards)
    {
        int count = shards.Get;

        Assert.InRange(Partition.ShardOf(entity, seed, count), 0, count - 1);
        Assert.Equal(1, Enumerable.Range(0, Math.Min(count, 50)).Count(i => new Partition(seed, i, Math.Min(count, 50)).Owns(entity)));
        Assert.True(default(Partition).Owns(entity));
    }

    [Fact]
    public void Shards_of_consecutive_ids_are_about_equally_large()
    {
        int[] sizes = new int[8];
        for (long entity = 0; entity < 80_000; entity++)
            sizes[Partition.ShardOf(entity, 42, 8)]++;

        Assert.All(sizes, size => Assert.InRange(size, 9_600, 10_400)); // ± 4 standard deviations of a fair draw
    }

    // Computed apart, in Python: stored shards must keep their deals.
    [Fact]
    public void The_shard_of_a_deal_is_pinned() =>
        Assert.Equal([0, 3, 2, 2, 0, 3, 1, 0, 0, 0, 3, 0], Enumerable.Range(0, 12).Select(e => Partition.ShardOf(e, 7, 4)));

    [Fact]
    public void A_number_of_shards_below_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Partition.ShardOf(1, 0, 0));
}
