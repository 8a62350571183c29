namespace SalesFunnel.Metrics;

/// <summary>One step of an event sequence.</summary>
public sealed record SequenceStep
{
    /// <summary>An event name that stands for any event, also one that the funnel does not name.</summary>
    public const string AnyEvent = "*";

    /// <summary>Gets the 0-based place in the sequence.</summary>
    public required int Index { get; init; }

    /// <summary>Gets the name, unique in the sequence.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the names of the events that do the step.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Gets a value indicating whether no other event may stand between the step before and this one.</summary>
    public bool FollowsDirectly { get; init; }

    /// <summary>Gets the shortest time allowed since the step before, inclusive; zero = none.</summary>
    public TimeSpan MinGap { get; init; }

    /// <summary>Gets the longest time allowed since the step before, inclusive; <c>null</c> = none.</summary>
    public TimeSpan? MaxGap { get; init; }

    /// <summary>Gets a value indicating whether the step may be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Gets a value indicating whether the step keeps its place when steps may be done in any order.</summary>
    public bool IsAnchored { get; init; }
}
