namespace SalesFunnel.Metrics;

/// <summary>One half-open period [<see cref="From"/>, <see cref="To"/>) of a calendar, or the place of deals that have no date.</summary>
/// <param name="Number">Position on the calendar, consecutive; <see cref="UndatedNumber"/> for no date.</param>
/// <param name="From">First instant of the period, with the offset of the zone; <c>null</c> when undated.</param>
/// <param name="To">First instant after the period; <c>null</c> when undated.</param>
/// <param name="Label">For example <c>2026</c>, <c>2026-Q3</c>, <c>2026-07</c>, <c>2026-W31</c>, <c>2026-07-31</c> or <c>undated</c>.</param>
public readonly record struct CohortPeriod(int Number, DateTimeOffset? From, DateTimeOffset? To, string Label)
{
    /// <summary>The <see cref="Number"/> of the place for deals without any dated entry.</summary>
    public const int UndatedNumber = int.MinValue;

    /// <summary>Gets a value indicating whether this is the place of deals that have no date.</summary>
    public bool IsUndated => Number == UndatedNumber;

    /// <inheritdoc/>
    public override string ToString() => Label;
}
