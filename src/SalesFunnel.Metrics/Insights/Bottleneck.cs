using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>One step of one segment: how far its conversion is from the reference, and what that costs.</summary>
public sealed record Bottleneck
{
    /// <summary>The id of the method of the money.</summary>
    public const string MethodId = "bottleneck.money-at-reference/1";

    /// <summary>Gets the 0-based index of the stage that deals leave.</summary>
    public required int Stage { get; init; }

    /// <summary>Gets the value of the dimension; <c>null</c> when all deals are taken together. See <see cref="SegmentValue"/> for none and other.</summary>
    public long? Segment { get; init; }

    /// <summary>Gets went on ÷ (went on + lost), of the deals judged; open deals are in neither.</summary>
    public required ConversionRate Rate { get; init; }

    /// <summary>Gets the reference with its 95 % interval; a target has no limits. <c>null</c> when there is none.</summary>
    public RateInterval? Reference { get; init; }

    /// <summary>Gets the number of decided deals that the reference rests on; 0 for a target.</summary>
    public long ReferenceN { get; init; }

    /// <summary>Gets the segment whose rate is the reference under <see cref="BottleneckReference.BestSegment"/>.</summary>
    public long? ReferenceSegment { get; init; }

    /// <summary>Gets reference − rate with its 95 % interval: above zero the step is worse than its reference.</summary>
    public RateInterval? Gap { get; init; }

    /// <summary>Gets the money lost: decided deals × gap × value of a deal that goes on, with its 95 % interval; negative when the step is better than its reference.</summary>
    public required MetricValue Money { get; init; }

    /// <summary>Gets the money lost with the gap drawn towards zero by as much as the steps differ by chance alone: what to expect, and the order of the list.</summary>
    public decimal? ExpectedMoney { get; init; }

    /// <summary>Gets won amount ÷ decided deals, of those that went on: conversion of the later steps × deal size. <c>null</c> when none of the won deals has an amount.</summary>
    public decimal? ValuePerDeal { get; init; }

    /// <summary>Gets a value indicating whether that value is of all deals, because the segment has too few priced wins of its own.</summary>
    public bool ValueIsOfAllDeals { get; init; }

    /// <summary>Gets the share of the deals at the step that is decided; below 0.9 the row is <see cref="MetricStatus.Immature"/> and not tested.</summary>
    public double? DecidedShare { get; init; }

    /// <summary>Gets the one-sided p-value that the step is no worse than its reference, adjusted over all tested (Benjamini–Hochberg); <c>null</c> when not tested.</summary>
    public double? PValue { get; init; }

    /// <summary>Gets a value indicating whether the gap is more than chance, at the false discovery rate asked for.</summary>
    public bool IsSignificant { get; init; }

    /// <summary>Gets the number of decided deals judged.</summary>
    public long N => Rate.Entered;
}
