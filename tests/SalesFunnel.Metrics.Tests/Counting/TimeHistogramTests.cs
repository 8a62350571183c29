namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>Keys of any size are counted alike, whenever the first that needs more than 32 bits comes.</summary>
public class TimeHistogramTests
{
    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(uint.MaxValue - 500L, 1_000)]
    [InlineData(1L << 40, 90_000)]
    [InlineData(uint.MaxValue - 40_000L, 80_000)]
    public void Keys_are_counted_ascending(long first, int distinct)
    {
        var histogram = new TimeHistogram();
        var expected = new SortedDictionary<long, long>();
        var random = new Random(5);
        for (int i = 0; i < 200_000; i++)
        {
            // Few large keys at first, so that the change comes in the middle of a buffer.
            long key = first + random.Next(i < 100_000 ? (distinct / 2) + 1 : distinct);
            histogram.Add(key);
            expected[key] = expected.GetValueOrDefault(key) + 1;
        }

        TimeHistogram copy = histogram.Clone();
        Assert.Equal(expected.Select(static p => new BucketTotal(p.Key, p.Value)), histogram.Totals().ToArray());
        copy.Add(first);
        Assert.Equal(expected.GetValueOrDefault(first) + 1, copy.Totals()[0].Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(5_000)]
    public void The_radix_sort_sorts(int length)
    {
        foreach (int bits in new[] { 0, 1, 9, 10, 11, 20, 21, 31, 40, 63 })
        {
            var random = new Random(length + bits);
            long[] keys = [.. Enumerable.Range(0, length).Select(_ => bits == 0 ? 0 : random.NextInt64() >> (63 - bits))];
            uint[] narrow = [.. keys.Select(static k => (uint)k)];
            long[] sorted = [.. keys.Order()];
            uint[] sortedNarrow = [.. narrow.Order()];
            RadixSort.Sort<long>(keys, new long[length]);
            RadixSort.Sort<uint>(narrow, new uint[length]);
            Assert.Equal(sorted, keys);
            Assert.Equal(sortedNarrow, narrow);
        }
    }
}
