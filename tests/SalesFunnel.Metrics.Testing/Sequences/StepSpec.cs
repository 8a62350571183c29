namespace SalesFunnel.Metrics.Testing;

/// <summary>One step of a <see cref="ChainCase"/>; gaps in seconds.</summary>
/// <param name="IsDirect">Whether it must follow the step before directly.</param>
/// <param name="MinGap">The shortest time since the step before.</param>
/// <param name="MaxGap">The longest, or null.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="IsAnchored">Whether it keeps its place in any order.</param>
public sealed record StepSpec(bool IsDirect = false, int MinGap = 0, int? MaxGap = null, bool IsOptional = false, bool IsAnchored = false);
