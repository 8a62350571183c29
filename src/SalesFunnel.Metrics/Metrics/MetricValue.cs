using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>The one shape of every figure: a number with its parts and interval, or the reason why there is none. Never NaN, never 0 for 0/0.</summary>
public readonly record struct MetricValue
{
    /// <summary>Gets the figure, or <c>null</c> when the status says that there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>Gets the unit: <c>fraction</c>, <c>ratio</c>, <c>money</c>, <c>seconds</c>, <c>months</c>, <c>count</c>.</summary>
    public string Unit { get; init; }

    /// <summary>Gets whether the figure is a number, and if not, or not quite, why.</summary>
    public MetricStatus Status { get; init; }

    /// <summary>Gets the reason of a status other than <see cref="MetricStatus.Ok"/>, as a sentence part.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets what is divided, in the unit of the figure times that of the denominator.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Gets what it is divided by.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>Gets the number of cases that the figure rests on.</summary>
    public long N { get; init; }

    /// <summary>Gets the lower limit of the 95 % interval, where the method has one.</summary>
    public decimal? Low { get; init; }

    /// <summary>Gets the upper limit of the 95 % interval, where the method has one.</summary>
    public decimal? High { get; init; }

    /// <summary>Gets the id of the method with its version, for example <c>conversion.reached.cohort/1</c>.</summary>
    public string Method { get; init; }

    /// <summary>Gets what the figure is based on, in words: which spend, which period, which wins.</summary>
    public string? Basis { get; init; }

    /// <summary>The figure when it rests on enough cases, else <see cref="MetricStatus.InsufficientSample"/> without a number; its parts stay.</summary>
    /// <param name="minimum">The smallest <see cref="N"/> that a number is given for; 0 asks for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The minimum is negative.</exception>
    public MetricValue RequireAtLeast(long minimum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        return Value is null || N >= minimum ? this : this with
        {
            Value = null,
            Low = null,
            High = null,
            Status = MetricStatus.InsufficientSample,
            Reason = string.Create(CultureInfo.InvariantCulture, $"{N} cases; at least {minimum} are asked for"),
        };
    }

    /// <summary>The figure, or its status with the reason, in the invariant culture.</summary>
    public override string ToString() => Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0.######} {Unit}")
        : Reason is null ? $"{Status}" : $"{Status}: {Reason}";
}
