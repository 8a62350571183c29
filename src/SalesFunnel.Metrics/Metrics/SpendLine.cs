namespace SalesFunnel.Metrics;

/// <summary>One line of acquisition spend: what was spent in a month, on what.</summary>
/// <param name="Month">Any day of the month; the day does not matter.</param>
/// <param name="Channel">The channel that the money went to, or <c>null</c> when it serves all of them.</param>
/// <param name="Kind">For example <c>marketing</c> or <c>sales</c>.</param>
/// <param name="Amount">The amount, in the funnel's currency.</param>
public readonly record struct SpendLine(DateOnly Month, string? Channel, string Kind, decimal Amount)
{
    /// <summary>Gets the first day of the month.</summary>
    public DateOnly FirstDay => new(Month.Year, Month.Month, 1);
}
