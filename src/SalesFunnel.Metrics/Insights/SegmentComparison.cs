using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Segments side by side: the funnel of each, how it differs from the rest, and what of that is more than chance.</summary>
/// <remarks>By the rule Reached. p-values of the overall rates are adjusted over the segments, those of the steps over all segments and steps; <see cref="TestedOverall"/> and <see cref="TestedSteps"/>
/// say how many that were. With <see cref="SegmentBreakdown.AllValues"/> a deal may be in several segments; the rest of each is still all deals outside it.</remarks>
public sealed class SegmentComparison
{
    private const double SmallCell = 5;

    private SegmentComparison(IReadOnlyList<string> dimensions, IReadOnlyList<SegmentStanding> segments, IReadOnlyList<ShrinkagePooling?> pooling, long leftOut)
    {
        Dimensions = dimensions;
        Segments = segments;
        OverallPooling = pooling[0];
        StepPooling = [.. pooling.Skip(1)];
        LeftOut = leftOut;
    }

    /// <summary>The id of the method of the difference to the rest.</summary>
    public const string MethodId = "segments.vs-rest/1";

    /// <summary>Gets the names of the dimensions.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>Gets the segments, ascending by value.</summary>
    public IReadOnlyList<SegmentStanding> Segments { get; }

    /// <summary>Gets how far the overall rates are drawn together; <see cref="ShrinkagePooling.Full"/> = the segments differ no more than chance. <c>null</c> where it cannot be estimated.</summary>
    public ShrinkagePooling? OverallPooling { get; }

    /// <summary>Gets the same for each step.</summary>
    public IReadOnlyList<ShrinkagePooling?> StepPooling { get; }

    /// <summary>Gets the deals in no segment, because they did not reach the stage of <see cref="SegmentBreakdown.AtStage"/>.</summary>
    public long LeftOut { get; }

    /// <summary>Gets how many overall rates were tested.</summary>
    public int TestedOverall => Segments.Count(static s => s.Overall.PValue is not null);

    /// <summary>Gets how many steps were tested.</summary>
    public int TestedSteps => Segments.Sum(static s => s.Steps.Count(static r => r.PValue is not null));

    /// <summary>Compares the segments of a snapshot, by the values that its deals are counted under.</summary>
    /// <param name="snapshot">The counts.</param>
    /// <param name="options">The dimensions, and what is asked of a test; the breakdown is not read.</param>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    /// <exception cref="InvalidOperationException">A choice is outside its range; the message says which.</exception>
    public static SegmentComparison Of(StageSnapshot snapshot, SegmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Breakdown = SegmentBreakdown.AtEntry };
        options.Validate(snapshot.Definition);
        return Of(
            [.. snapshot.GroupBy(options.Dimensions).Where(static g => g.Snapshot.Leads > 0).Select(static g => (g.Values, ReachedOf(g.Snapshot)))],
            ReachedOf(snapshot),
            0,
            options);
    }

    internal static SegmentComparison Of(IReadOnlyList<(IReadOnlyList<long> Values, long[] Reached)> groups, long[] total, long leftOut, SegmentOptions options)
    {
        int steps = total.Length - 1;
        var columns = new SegmentRate[steps + 1][];
        var pooling = new ShrinkagePooling?[steps + 1];
        for (int column = 0; column <= steps; column++)
        {
            (int from, int to) = column == 0 ? (0, steps) : (column - 1, column);
            columns[column] = Rates([.. groups.Select(g => (g.Reached[to], g.Reached[from]))], total[to], total[from], options, out pooling[column]);
        }

        Adjust(columns.AsSpan(0, 1), options.FalseDiscoveryRate);
        Adjust(columns.AsSpan(1), options.FalseDiscoveryRate);
        return new SegmentComparison(
            options.Dimensions,
            [.. groups.Select((g, i) => new SegmentStanding(g.Values, g.Reached, columns[0][i], [.. columns.Skip(1).Select(column => column[i])]))],
            pooling,
            leftOut);
    }

    private static long[] ReachedOf(StageSnapshot snapshot)
    {
        var reached = new long[snapshot.Definition.Stages.Count];
        for (int stage = 0; stage < reached.Length; stage++)
            reached[stage] = snapshot.Reached(stage);
        return reached;
    }

    private static SegmentRate[] Rates((long Successes, long Trials)[] segments, long allSuccesses, long allTrials, SegmentOptions options, out ShrinkagePooling? pooling)
    {
        var shrunk = SegmentShrinkage.ByMaximumLikelihood([.. segments.Select(static s => s.Successes)], [.. segments.Select(static s => s.Trials)]);
        pooling = shrunk?.Pooling;
        var rates = new SegmentRate[segments.Length];
        for (int i = 0; i < rates.Length; i++)
        {
            (long k, long n) = segments[i];
            (long k0, long n0) = (allSuccesses - k, allTrials - n);
            var rate = ConversionRate.Of(k, n);
            bool isEnough = Math.Min(n, n0) >= options.MinimumSample;
            rates[i] = new SegmentRate
            {
                Rate = rate,
                Rest = ConversionRate.Of(k0, n0),
                Difference = TwoProportions.Difference(k, n, k0, n0),
                PValue = isEnough ? PValue(k, n, k0, n0) : null,
                Shrunk = shrunk?.Rates[i],
                ProbabilityAboveRest = n > 0 && n0 > 0 ? BetaBinomialPosterior.Of(k, n).ProbabilityAbove(BetaBinomialPosterior.Of(k0, n0)) : null,
                Status = n < options.MinimumSample && n > 0 ? MetricStatus.InsufficientSample : rate.Status,
            };
        }

        return rates;
    }

    private static double PValue(long k, long n, long k0, long n0)
    {
        double pooled = (double)(k + k0) / (n + n0);
        return Math.Min(n, n0) * Math.Min(pooled, 1 - pooled) < SmallCell
            ? TwoProportions.FisherExact(k, n, k0, n0).TwoSided
            : TwoProportions.PooledZ(k, n, k0, n0)!.Value.PValue;
    }

    private static void Adjust(Span<SegmentRate[]> family, double falseDiscoveryRate)
    {
        var places = new List<(SegmentRate[] Column, int Row)>();
        foreach (SegmentRate[] column in family)
        {
            for (int row = 0; row < column.Length; row++)
            {
                if (column[row].PValue is not null)
                    places.Add((column, row));
            }
        }

        double[] adjusted = ManyProportions.BenjaminiHochberg([.. places.Select(static p => p.Column[p.Row].PValue!.Value)]);
        for (int i = 0; i < adjusted.Length; i++)
            places[i].Column[places[i].Row] = places[i].Column[places[i].Row] with { PValue = adjusted[i], IsSignificant = adjusted[i] <= falseDiscoveryRate };
    }
}
