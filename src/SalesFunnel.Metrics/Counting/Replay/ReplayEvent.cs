namespace SalesFunnel.Metrics;

/// <summary>One kept event of an entity.</summary>
/// <param name="At">When, in units of the resolution.</param>
/// <param name="Order">Arrival among all events of the tracker: the order of events at one time under <see cref="EventTies.Input"/>.</param>
/// <param name="Steps">The steps that accept it; 0 with no exclusion = a foreign event, kept only where the definition counts those.</param>
/// <param name="Exclusions">The exclusions that it triggers.</param>
/// <param name="Segment">Its value of the breakdown property.</param>
internal readonly record struct ReplayEvent(long At, long Order, ulong Steps, ulong Exclusions, long Segment);
