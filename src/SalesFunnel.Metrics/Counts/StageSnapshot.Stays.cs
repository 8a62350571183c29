using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <content>Time in stage from the histogram, with the visits still open as right-censored.</content>
public sealed partial class StageSnapshot
{
    /// <summary>An approximate Kaplan–Meier curve of the time in a stage, in seconds, with open visits as right-censored; per visit, elapsed.</summary>
    /// <remarks>Times are the middles of the histogram's buckets, off by at most <see cref="LogLinearBuckets.MaxRelativeError"/>. At the end of each bucket the curves of both orders enclose the exact one of
    /// <see cref="VisitDurations.Survival"/>; how far apart they are, see <see cref="KaplanMeier.FitGrouped"/>.</remarks>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <param name="order">What comes first in a bucket, where the order is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or the level is not in (0, 1).</exception>
    public KaplanMeier StaySurvival(int stage, double level = 0.95, TieOrder order = TieOrder.EndedFirst) => Stays(stage).Survival(level, order);

    /// <summary>Approximate shares that have left a stage in each way by each time, in seconds, with open visits as right-censored: Aalen–Johansen on the histogram.</summary>
    /// <remarks>Causes as in <see cref="VisitDurations.CauseOf"/>. Times are off by at most <see cref="LogLinearBuckets.MaxRelativeError"/>; how far a share can be from the exact one of
    /// <see cref="VisitDurations.Incidence"/> at the end of a bucket, see <see cref="CompetingRisks.FitGrouped"/>.</remarks>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="order">What comes first in a bucket, where the order is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public CompetingRisks StayIncidence(int stage, TieOrder order = TieOrder.EndedFirst) => Stays(stage).Incidence(order);

    /// <summary>A quantile of the time in a stage with open visits as right-censored, from the histogram, with limits that enclose the exact one.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or the probability is not in (0, 1).</exception>
    public StayQuantile StayQuantile(int stage, double probability) => Stays(stage).Quantile(probability);

    private StayRows Stays(int stage)
    {
        CheckOpenStage(stage);
        return new StayRows(
            [Times(stage, VisitEnd.Onward), Times(stage, VisitEnd.Back), Times(stage, VisitEnd.Lost), Times(stage, VisitEnd.Won)],
            Times(stage, VisitEnd.StillOpen));
    }
}
