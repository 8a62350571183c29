namespace SalesFunnel.Metrics;

/// <summary>How a sequence is counted; what changes the definition of a chain is in <see cref="SequenceRules"/>.</summary>
public sealed record SequenceOptions
{
    /// <summary>Gets the unit of the time column. Window, gaps and the spans below are whole numbers of it.</summary>
    public TimeResolution Resolution { get; init; }

    /// <summary>Gets how much is kept of the way an entity takes.</summary>
    public SequenceDetail Detail { get; init; }

    /// <summary>Gets what results are broken down by; needs <see cref="SequenceDetail.Chains"/>.</summary>
    public SequenceBreakdown Breakdown { get; init; }

    /// <summary>Gets a value indicating whether events come with step masks that several predicates made, so that any of them may do several steps.</summary>
    public bool StepMasks { get; init; }

    /// <summary>Gets how much later than a later event one may arrive and still be put in order; later ones are rejected as late.</summary>
    public TimeSpan AllowedLateness { get; init; }

    /// <summary>Gets after how much time without an event an entity is forgotten, id included, and counted as forgotten when it comes back, or at <see cref="SequenceTracker.Compact"/>; <c>null</c> = never. Where levels are counted without exclusions.</summary>
    public TimeSpan? ForgetAfter { get; init; }

    /// <summary>Gets the shard that is counted; entities of others are rejected.</summary>
    public Partition Partition { get; init; }

    /// <summary>Gets how many entities are expected; room for them is made at once.</summary>
    public int ExpectedEntities { get; init; }

    /// <summary>Gets a value indicating whether ids are the numbers 0, 1, 2 … without large gaps, so that a flat array serves instead of a table.</summary>
    public bool DenseIds { get; init; }

    /// <summary>Gets how many threads count a large batch. The result does not depend on it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Gets from how many events of a batch on several threads are used; below, they cost more than they save.</summary>
    internal int ParallelFrom { get; init; } = 1 << 16;

    /// <summary>Gets a value indicating whether dense ids are kept in a table all the same, because those of a saved tracker have large gaps.</summary>
    internal bool IdsHaveGaps { get; init; }
}
