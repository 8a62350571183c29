namespace SalesFunnel.Metrics;

/// <summary>Events that must not occur after one step was reached and before a later one is.</summary>
/// <param name="Events">Names of the events.</param>
/// <param name="From">0-based index of the step after which they are excluded.</param>
/// <param name="To">0-based index of the step before which they are excluded.</param>
/// <remarks>An event at the very time of either step does not count.</remarks>
public sealed record SequenceExclusion(IReadOnlyList<string> Events, int From, int To);
