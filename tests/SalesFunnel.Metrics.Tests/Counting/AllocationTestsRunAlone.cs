namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>Tests that measure allocation run alone: background work of other tests must not disturb the run time's own bookkeeping.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AllocationTestsRunAlone
{
    public const string Name = "Allocation";
}
