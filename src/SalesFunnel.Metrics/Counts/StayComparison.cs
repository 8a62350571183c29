using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>A comparison of the times of segments in a stage, with open samples as right-censored.</summary>
/// <param name="Dimension">The name of the dimension.</param>
/// <param name="Segments">The segments that have samples, ascending by value.</param>
/// <param name="Test">The log-rank test that all leave the stage alike; <c>null</c> when fewer than two can be compared.</param>
public sealed record StayComparison(string Dimension, IReadOnlyList<SegmentStay> Segments, TestResult? Test);
