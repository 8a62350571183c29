using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Counting;

public class CellSumTests
{
    [Theory]
    [InlineData(3, 40)] // few buckets are sorted
    [InlineData(40, 900)] // for many there is a counter for every key
    public void Buckets_of_cells_add_up_by_key_in_ascending_order(int cells, int bucketsEach)
    {
        var layout = new CellLayout(3);
        var random = new Random(cells);
        SnapshotCell[] parts = [.. Enumerable.Range(0, cells).Select(cell => new SnapshotCell(
            default,
            new long[layout.Length],
            [.. Enumerable.Range(0, bucketsEach).Select(_ => random.Next(2 * CellLayout.Ends * LogLinearBuckets.Count)).Distinct().Order().Select(key => new BucketCount(key, 1 + random.Next(5)))]))];

        IEnumerable<BucketCount> expected = parts.SelectMany(static p => p.Buckets).GroupBy(static b => b.Key).OrderBy(static g => g.Key).Select(static g => new BucketCount(g.Key, g.Sum(static b => b.Count)));
        Assert.Equal(expected, SnapshotCell.Sum(layout, default, parts).Buckets);
    }
}
