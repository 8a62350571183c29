namespace SalesFunnel.Metrics;

/// <summary>Which options of a tracker are allowed.</summary>
internal static class SequenceOptionChecks
{
    public static void Require(SequenceDefinition definition, SequenceOptions options)
    {
        if (!Enum.IsDefined(options.Resolution) || !Enum.IsDefined(options.Detail) || !Enum.IsDefined(options.Breakdown.Kind))
            throw new ArgumentOutOfRangeException(nameof(options), "Resolution, Detail or Breakdown is not a member of its enumeration.");
        if (options.Breakdown.Kind != BreakdownKind.None && options.Detail != SequenceDetail.Chains)
            throw new ArgumentException("A breakdown needs the chains of the entities. Set Detail = SequenceDetail.Chains.", nameof(options));
        if (options.Breakdown.Step < 0 || options.Breakdown.Step >= definition.Steps.Count)
            throw new ArgumentOutOfRangeException(nameof(options), options.Breakdown.Step, $"The sequence has steps 0 to {definition.Steps.Count - 1}.");
        if (options.AllowedLateness < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), options.AllowedLateness, "A lateness is not negative.");
        if (options.ForgetAfter is { } forget && forget < definition.Window)
            throw new ArgumentOutOfRangeException(nameof(options), forget, $"An entity is not forgotten within its window of {definition.Window}: that would cut attempts off. Use that span or a longer one.");
        if (options.ForgetAfter is not null && !LevelRules.Serves(definition, options))
            throw new ArgumentException("Entities can be forgotten only where levels are counted, without exclusions; with these rules or this detail they are not. Leave ForgetAfter out, or start a new tracker from time to time.", nameof(options));
        if (options.DenseIds && !options.Partition.IsNone)
            throw new ArgumentException("The ids of a shard are not dense. Leave out DenseIds or Partition.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ExpectedEntities);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Workers, 64);
        options.Partition.Validate();
    }
}
