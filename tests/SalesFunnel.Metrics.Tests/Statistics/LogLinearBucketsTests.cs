using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

public class LogLinearBucketsTests
{
    [Fact]
    public void The_buckets_tile_all_non_negative_values_without_gap()
    {
        long next = 0;
        for (int bucket = 0; bucket < LogLinearBuckets.Count; bucket++)
        {
            long low = LogLinearBuckets.LowerBound(bucket);
            Assert.Equal(next, low);
            Assert.Equal(bucket, LogLinearBuckets.IndexOf(low));
            Assert.Equal(bucket, LogLinearBuckets.IndexOf(low + (LogLinearBuckets.Width(bucket) - 1)));
            next = unchecked(low + LogLinearBuckets.Width(bucket));
        }

        Assert.Equal(long.MinValue, next); // one past long.MaxValue
    }

    [Property]
    public void The_middle_of_a_bucket_is_near_every_value_in_it(ulong any, byte shift)
    {
        long value = (long)((any | (1UL << 63)) >> ((shift % 63) + 1)); // every power of two alike
        double middle = LogLinearBuckets.Middle(LogLinearBuckets.IndexOf(value));

        Assert.True(Math.Abs(middle - value) <= LogLinearBuckets.MaxRelativeError * value, $"{value} is {middle}");
    }

    [Fact]
    public void Small_values_are_exact() =>
        Assert.All(Enumerable.Range(0, 128), value => Assert.Equal(value, LogLinearBuckets.Middle(LogLinearBuckets.IndexOf(value))));

    [Theory]
    [InlineData(-1)]
    [InlineData(LogLinearBuckets.Count)]
    public void A_bucket_that_does_not_exist_is_refused(int bucket)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LogLinearBuckets.LowerBound(bucket));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogLinearBuckets.Width(bucket));
    }
}
