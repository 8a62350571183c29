namespace SalesFunnel.Metrics;

/// <summary>How a sequence is counted; what changes the definition of a chain is in <see cref="SequenceRules"/>.</summary>
public sealed record SequenceOptions
{
    /// <summary>Gets the unit of the time column.</summary>
    public TimeResolution Resolution { get; init; }

    /// <summary>Gets how much is kept of the way an entity takes.</summary>
    public SequenceDetail Detail { get; init; }

    /// <summary>Gets what results are broken down by; needs <see cref="SequenceDetail.Chains"/>.</summary>
    public SequenceBreakdown Breakdown { get; init; }

    /// <summary>Gets a value indicating whether events come with step masks that several predicates made, so that any of them may do several steps.</summary>
    public bool StepMasks { get; init; }

    /// <summary>Gets how much later than a later event one may arrive and still be put in order; later ones are rejected as late.</summary>
    public TimeSpan AllowedLateness { get; init; }

    /// <summary>Gets after how much time without an event an entity is forgotten, id included, and counted as forgotten; <c>null</c> = never.</summary>
    public TimeSpan? ForgetAfter { get; init; }

    /// <summary>Gets the shard that is counted; entities of others are rejected.</summary>
    public Partition Partition { get; init; }

    /// <summary>Gets how many entities are expected; room for them is made at once.</summary>
    public int ExpectedEntities { get; init; }

    /// <summary>Gets a value indicating whether ids are the numbers 0, 1, 2 … without large gaps, so that a flat array serves instead of a table.</summary>
    public bool DenseIds { get; init; }

    /// <summary>Gets how many threads count a large batch. The result does not depend on it.</summary>
    public int Workers { get; init; } = 1;

    internal void Validate(SequenceDefinition definition)
    {
        if (!Enum.IsDefined(Resolution) || !Enum.IsDefined(Detail) || !Enum.IsDefined(Breakdown.Kind))
            throw new ArgumentOutOfRangeException(nameof(Resolution), "Resolution, Detail or Breakdown is not a member of its enumeration.");
        if (Breakdown.Kind != BreakdownKind.None && Detail != SequenceDetail.Chains)
            throw new ArgumentException("A breakdown needs the chains of the entities. Set Detail = SequenceDetail.Chains.", nameof(Detail));
        if (Breakdown.Step < 0 || Breakdown.Step >= definition.Steps.Count)
            throw new ArgumentOutOfRangeException(nameof(Breakdown), Breakdown.Step, $"The sequence has steps 0 to {definition.Steps.Count - 1}.");
        if (AllowedLateness < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(AllowedLateness), AllowedLateness, "A lateness is not negative.");
        if (ForgetAfter is { } forget && forget < definition.Window)
            throw new ArgumentOutOfRangeException(nameof(ForgetAfter), forget, $"An entity is not forgotten within its window of {definition.Window}: that would cut attempts off. Use that span or a longer one.");
        if (ForgetAfter is not null && !LevelRules.Serves(definition, this))
            throw new ArgumentException("Entities can be forgotten only where levels are counted; with these rules or this detail the events are kept. Leave ForgetAfter out, or start a new tracker from time to time.", nameof(ForgetAfter));
        if (DenseIds && !Partition.IsNone)
            throw new ArgumentException("The ids of a shard are not dense. Leave out DenseIds or Partition.", nameof(DenseIds));
        ArgumentOutOfRangeException.ThrowIfNegative(ExpectedEntities);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Workers, 64);
        Partition.Validate();
    }
}
