using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Share of the deals at one stage that are also at a later one: converted ÷ entered.</summary>
/// <remarks>Two integers, so exact. Undefined (not zero) when nothing entered. Under the rule Touched the counts are not nested: the ratio may exceed 1
/// and has no interval. Source of the interval: <see cref="Wilson"/>.</remarks>
public readonly record struct ConversionRate : ISpanFormattable
{
    private readonly string? _method;
    private readonly string? _undefined;
    private readonly bool _isLowerBound;

    internal ConversionRate(long converted, long entered, bool isNested, string method, string? undefined = null, bool isLowerBound = false)
    {
        Converted = converted;
        Entered = entered;
        IsNested = isNested;
        _method = method;
        _undefined = undefined;
        _isLowerBound = isLowerBound;
    }

    /// <summary>Gets the number of deals at the later stage.</summary>
    public long Converted { get; }

    /// <summary>Gets the number of deals at the earlier stage.</summary>
    public long Entered { get; }

    /// <summary>Gets a value indicating whether the converted deals are among the entered ones, so that the ratio is a proportion with an interval.</summary>
    public bool IsNested { get; }

    /// <summary>Gets the rate as a fraction, or <c>null</c> when undefined.</summary>
    public double? Value => IsDefined ? (double)Converted / Entered : null;

    /// <summary>Gets <see cref="MetricStatus.Ok"/>; <see cref="MetricStatus.Undefined"/> when nothing entered or the funnel lacks a role; or
    /// <see cref="MetricStatus.LowerBound"/> when the counts come from a source that holds only part of the deals' stages.</summary>
    public MetricStatus Status => !IsDefined ? MetricStatus.Undefined : _isLowerBound ? MetricStatus.LowerBound : MetricStatus.Ok;

    /// <summary>Gets the reason of a status other than Ok, or <c>null</c>.</summary>
    public string? Reason => _undefined ?? (Entered == 0 ? "no deals entered" : _isLowerBound ? StageSnapshotMetrics.PartOfHistory : null);

    /// <summary>Gets the id of the counting rule, for example <c>conversion.reached.cohort/1</c>.</summary>
    public string Method => _method ?? "conversion.of/1";

    private bool IsDefined => _undefined is null && Entered > 0;

    /// <summary>The rate of plain numbers.</summary>
    /// <param name="converted">Cases that went on, 0 ≤ converted ≤ entered.</param>
    /// <param name="entered">All cases.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or more converted than entered.</exception>
    public static ConversionRate Of(long converted, long entered)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(converted);
        ArgumentOutOfRangeException.ThrowIfNegative(entered);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(converted, entered);
        return new ConversionRate(converted, entered, isNested: true, "conversion.of/1");
    }

    /// <summary>The Wilson score interval.</summary>
    /// <returns>The interval, or <c>null</c> when the rate is undefined or its counts are not nested.</returns>
    /// <param name="level">Confidence level, strictly between 0 and 1.</param>
    public ProportionInterval? Interval(double level = 0.95) =>
        IsNested && IsDefined ? Wilson.Interval(Converted, Entered, level) : null;

    /// <summary>The rate as a figure with its 95 % interval; unit <c>fraction</c> (<c>ratio</c> when not nested).</summary>
    public MetricValue ToMetricValue()
    {
        ProportionInterval? interval = Interval();
        return new MetricValue
        {
            Value = IsDefined ? (decimal)Converted / Entered : null,
            Unit = IsNested ? "fraction" : "ratio",
            Status = Status,
            Reason = Reason,
            Numerator = _undefined is null ? Converted : null,
            Denominator = _undefined is null ? Entered : null,
            N = Entered,
            Low = (decimal?)interval?.Low,
            High = (decimal?)interval?.High,
            Method = Method,
        };
    }

    /// <summary>For example <c>412 of 1,034 = 39.8 % (95 %: 36.9 – 42.9 %)</c>, in the invariant culture.</summary>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> buffer = stackalloc char[192];
        return TryFormat(buffer, out int written, format, formatProvider) ? buffer[..written].ToString() : Describe(formatProvider);
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        provider ??= CultureInfo.InvariantCulture;
        if (!IsDefined)
            return destination.TryWrite(provider, $"undefined: {Reason}", out charsWritten);
        return Interval() is { } interval
            ? destination.TryWrite(provider, $"{Converted:N0} of {Entered:N0} = {Value * 100:0.0} % (95 %: {interval.Low * 100:0.0} – {interval.High * 100:0.0} %)", out charsWritten)
            : destination.TryWrite(provider, $"{Converted:N0} to {Entered:N0} = {Value * 100:0.0} %", out charsWritten);
    }

    // Only a reason longer than the buffer comes here.
    private string Describe(IFormatProvider? provider) => string.Create(provider ?? CultureInfo.InvariantCulture, $"undefined: {Reason}");
}
