using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counts;

/// <summary>What could count a deal twice, or add what does not belong together, is refused with a remedy.</summary>
public class MergeRefusalTests
{
    private static readonly FunnelDefinition Funnel = FunnelDefinition.Classic;
    private static readonly DateTimeOffset AsOf = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Snapshots_without_partition_are_merged_only_when_the_caller_asserts_that_they_are_disjoint()
    {
        StageSnapshot a = Snapshot(new TrackerOptions(), 1);
        StageSnapshot b = Snapshot(new TrackerOptions(), 2);

        Assert.Contains("no partition", Refusal(a, b), StringComparison.Ordinal);
        Assert.Equal(2, StageSnapshot.Merge(a, b, assertDisjoint: true).Leads);
    }

    [Fact]
    public void The_same_shard_twice_is_refused()
    {
        var options = new TrackerOptions { Partition = new Partition(1, 0, 2) };
        StageSnapshot shard = Snapshot(options, Owned(options.Partition));

        Assert.Contains("both hold shard 0 of 2", Refusal(shard, shard), StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_of_different_cuts_are_refused()
    {
        StageSnapshot First(Partition p) => Snapshot(new TrackerOptions { Partition = p }, Owned(p));

        Assert.Contains("different cuts", Refusal(First(new Partition(1, 0, 2)), First(new Partition(1, 1, 3))), StringComparison.Ordinal);
        Assert.Contains("different cuts", Refusal(First(new Partition(1, 0, 2)), First(new Partition(2, 1, 2))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_lost_its_partition_can_only_be_merged_by_assertion()
    {
        StageSnapshot mixed = StageSnapshot.Merge(Snapshot(new TrackerOptions(), 1), Snapshot(new TrackerOptions { Partition = new Partition(1, 0, 2) }, Owned(new Partition(1, 0, 2))), assertDisjoint: true);

        Assert.Empty(mixed.Partitions);
        Assert.Contains("no partition", Refusal(mixed, Snapshot(new TrackerOptions { Partition = new Partition(1, 1, 2) }, Owned(new Partition(1, 1, 2)))), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_funnel_rule_calendar_attribution_or_time_is_refused()
    {
        StageSnapshot reference = StageSnapshot.Empty(Funnel, AsOf);

        Assert.Contains("funnel differs", Refusal(reference, StageSnapshot.Empty(TestFunnels.Funnel(4, 1), AsOf)), StringComparison.Ordinal);
        Assert.Contains("rule differs", Refusal(reference, StageSnapshot.Empty(Funnel, AsOf, CountingRule.Strict)), StringComparison.Ordinal);
        Assert.Contains("calendar differs", Refusal(reference, StageSnapshot.Empty(Funnel, AsOf, calendar: TestFunnels.Calendar(CohortUnit.Month, "UTC"))), StringComparison.Ordinal);
        Assert.Contains("attribution differs", Refusal(reference, StageSnapshot.Empty(Funnel, AsOf, attribution: SegmentAttribution.Last)), StringComparison.Ordinal);
        Assert.Contains("as-of time differs", Refusal(reference, StageSnapshot.Empty(Funnel, AsOf.AddDays(1))), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StageSnapshot.Merge([]));
    }

    [Fact]
    public void A_shard_without_events_still_counts_as_covered()
    {
        var first = new Partition(1, 0, 2);
        StageSnapshot empty = new StageHistoryTracker(Funnel, new TrackerOptions { Partition = new Partition(1, 1, 2) }).Snapshot(AsOf);

        Assert.Equal(2, StageSnapshot.Merge(Snapshot(new TrackerOptions { Partition = first }, Owned(first)), empty).Partitions.Count);
    }

    private static long Owned(Partition partition) => Enumerable.Range(1, 1_000).First(e => partition.Owns(e));

    private static StageSnapshot Snapshot(TrackerOptions options, long entity)
    {
        var tracker = new StageHistoryTracker(Funnel, options);
        tracker.Enter(entity, AsOf.AddDays(-1), 0);
        return tracker.Snapshot(AsOf);
    }

    private static string Refusal(StageSnapshot a, StageSnapshot b) => Assert.Throws<ArgumentException>(() => StageSnapshot.Merge(a, b)).Message;
}
