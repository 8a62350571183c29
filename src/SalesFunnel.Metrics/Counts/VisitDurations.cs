namespace SalesFunnel.Metrics;

/// <summary>The exact times in the stages, sample by sample: ended ones, and so far those still open; segments and cohorts can be taken out.</summary>
/// <remarks>What one sample is, and which time is measured, <see cref="Options"/> says; by default each visit, elapsed. Time on hold is left out. Sums, means and quantiles are of ended samples;
/// <see cref="Survival"/> and <see cref="CensoredMedianSeconds"/> count the open ones as well. Samples without a dated entry have no duration and are counted apart.
/// 13 bytes a sample, as much again once parts have been taken out, and 8 a sample of a stage whose quantiles have been asked for. Safe for concurrent use.</remarks>
public sealed partial class VisitDurations
{
    private readonly FunnelDefinition _definition;
    private readonly CellKey[] _cells;
    private readonly VisitStage[] _stages;

    internal VisitDurations(FunnelDefinition definition, StageTimeOptions options, CellKey[] cells, VisitStage[] stages)
    {
        _definition = definition;
        Options = options;
        _cells = cells;
        _stages = stages;
    }

    /// <summary>Gets what one sample is, and which time is measured.</summary>
    public StageTimeOptions Options { get; }

    /// <summary>Gets the number of ended samples of a stage.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public long Count(int stage)
    {
        VisitStage samples = Of(stage);
        long count = 0;
        for (byte end = 0; end < (byte)VisitEnd.StillOpen; end++)
            count += samples.CountOf(end);
        return count;
    }

    /// <summary>Gets the number of samples of a stage that ended in one way, or are still open.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="end">How they ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or the end is not a member of <see cref="VisitEnd"/>.</exception>
    public long Count(int stage, VisitEnd end) => Of(stage).CountOf((byte)Check(end));

    /// <summary>Gets the number of samples of a stage that are still open.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public long StillOpen(int stage) => Count(stage, VisitEnd.StillOpen);

    /// <summary>Gets the number of samples of a stage, ended or open, that are left out because an entry that they start from has no date.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public long Untimed(int stage) => Of(stage).CountOf(VisitStage.Untimed);

    /// <summary>Gets the exact sum of the ended samples of a stage, in microseconds.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public Int128 TotalMicros(int stage)
    {
        VisitStage samples = Of(stage);
        Int128 sum = 0;
        for (byte end = 0; end < (byte)VisitEnd.StillOpen; end++)
            sum += samples.SumOf(end);
        return sum;
    }

    /// <summary>Gets the exact sum of the samples of a stage that ended in one way, or, so far, of the open ones; in microseconds.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="end">How they ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or the end is not a member of <see cref="VisitEnd"/>.</exception>
    public Int128 TotalMicros(int stage, VisitEnd end) => Of(stage).SumOf((byte)Check(end));

    /// <summary>Gets the mean of the ended samples in seconds: exact sum ÷ count. Short while slow deals are still open; see <see cref="Survival"/>.</summary>
    /// <returns>The mean, or <c>null</c> without ended samples.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public decimal? MeanSeconds(int stage) => Mean(TotalMicros(stage), Count(stage));

    /// <summary>Gets the mean in seconds of the samples that ended in one way: exact sum ÷ count.</summary>
    /// <returns>The mean, or <c>null</c> without such samples.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="end">How they ended; <see cref="VisitEnd.StillOpen"/> gives the mean time so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or the end is not a member of <see cref="VisitEnd"/>.</exception>
    public decimal? MeanSeconds(int stage, VisitEnd end) => Mean(TotalMicros(stage, end), Count(stage, end));

    /// <summary>Moments of the ended times of a stage, in seconds: for the spread, and the interval of the mean.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    public Statistics.Moments MomentsOf(int stage)
    {
        var moments = default(Statistics.Moments);
        foreach (long micros in Of(stage).SortedEnded())
            moments = moments.Add(micros / 1e6);
        return moments;
    }

    /// <summary>Gets the exact median in seconds of the samples that have ended, or <c>null</c> without any.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public decimal? MedianSeconds(int stage) => QuantileSeconds(stage, 0.5m);

    /// <summary>Gets an exact quantile in seconds of the samples that have ended: type 7 of Hyndman and Fan, h = (n − 1)·p, x⌊h⌋ + (h − ⌊h⌋)·(x⌊h⌋₊₁ − x⌊h⌋).</summary>
    /// <returns>The quantile, or <c>null</c> without ended samples.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="probability">0 = smallest, 0.5 = median, 1 = largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1], or there is no such open stage.</exception>
    public decimal? QuantileSeconds(int stage, decimal probability)
    {
        CheckProbability(probability);
        return Type7(Of(stage).SortedEnded(), probability);
    }

    /// <summary>Gets an exact quantile in seconds, type 7, of the samples that ended in one way.</summary>
    /// <returns>The quantile, or <c>null</c> without such samples.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="end">How they ended; open samples have no quantile of their own.</param>
    /// <param name="probability">0 = smallest, 0.5 = median, 1 = largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1], there is no such open stage, or the end is no way out.</exception>
    public decimal? QuantileSeconds(int stage, VisitEnd end, decimal probability)
    {
        CheckProbability(probability);
        if (Check(end) == VisitEnd.StillOpen)
            throw new ArgumentOutOfRangeException(nameof(end), end, "The times so far of open samples say when they began, not how long they take. Use Survival, which counts them as censored.");
        return Type7(Of(stage).Sorted(end), probability);
    }

    private static decimal? Mean(Int128 sum, long count) => count > 0 ? (decimal)sum / count / 1_000_000m : null;

    private static decimal? Type7(long[] sorted, decimal probability)
    {
        if (sorted.Length == 0)
            return null;
        decimal position = (sorted.Length - 1) * probability;
        int below = (int)decimal.Floor(position);
        decimal low = sorted[below];
        decimal high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return (low + ((position - below) * (high - low))) / 1_000_000m;
    }

    private static void CheckProbability(decimal probability)
    {
        if (probability is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1]; 0.5 is the median.");
    }

    private static VisitEnd Check(VisitEnd end) => Enum.IsDefined(end)
        ? end
        : throw new ArgumentOutOfRangeException(nameof(end), end, "The end is not a member of VisitEnd.");

    private VisitStage Of(int stage) => (uint)stage < (uint)_stages.Length
        ? _stages[stage]
        : throw new ArgumentOutOfRangeException(nameof(stage), stage, $"Funnel '{_definition.Name}' has the open stages 0 to {_definition.OpenStageCount - 1}.");
}
