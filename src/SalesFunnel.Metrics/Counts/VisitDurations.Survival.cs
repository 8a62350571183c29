using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <content>Times with those that have not ended.</content>
public sealed partial class VisitDurations
{
    /// <summary>Kaplan–Meier curve of the time in a stage, in seconds, with open samples as right-censored: long stays that have not ended are not left out.</summary>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or the level is not in (0, 1).</exception>
    public KaplanMeier Survival(int stage, double level = 0.95)
    {
        (double[] seconds, VisitEnd[] ends) = Of(stage).Timed();
        return KaplanMeier.Fit(seconds, Array.ConvertAll(ends, static end => end != VisitEnd.StillOpen), level);
    }

    /// <summary>Gets the median time in a stage with open samples counted as right-censored, in seconds: the first time by which half of all have ended.</summary>
    /// <returns>The median, or <c>null</c> when it is not reached: too few samples have ended to tell.</returns>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public double? CensoredMedianSeconds(int stage) => Survival(stage).Quantile(0.5);

    /// <summary>Shares that have left a stage in each way by each time, in seconds, with open samples as right-censored: Aalen–Johansen, one cause per way out.</summary>
    /// <remarks>The share of those that go on is not what one minus the curve of the others' survival says: the ways out compete. Causes are numbered by <see cref="CauseOf"/>.</remarks>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage.</exception>
    public CompetingRisks Incidence(int stage)
    {
        (double[] seconds, VisitEnd[] ends) = Of(stage).Timed();
        return CompetingRisks.Fit(seconds, Array.ConvertAll(ends, static end => end == VisitEnd.StillOpen ? 0 : CauseOf(end)), (int)VisitEnd.StillOpen);
    }

    /// <summary>Gets the number of a way out among the causes of <see cref="Incidence"/>: onward 1, back 2, lost 3, won 4.</summary>
    /// <param name="end">The way out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end is no way out.</exception>
    public static int CauseOf(VisitEnd end) => Check(end) != VisitEnd.StillOpen
        ? (int)end + 1
        : throw new ArgumentOutOfRangeException(nameof(end), end, "Samples that are still open have left in no way. Use Onward, Back, Lost or Won.");

    /// <summary>Tests whether the segments of a dimension leave a stage equally fast, whatever the way out, with open samples as right-censored.</summary>
    /// <remarks>Log-rank test of as many groups as the dimension has values here. On a basis with several samples of one deal they are taken as independent, which makes p a little too small.</remarks>
    /// <param name="stage">0-based index of an open stage.</param>
    /// <param name="dimension">The name of the dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such open stage, or more than <see cref="LogRank.MaxGroups"/> segments have samples of it.</exception>
    /// <exception cref="ArgumentException">The funnel has no such dimension.</exception>
    public StayComparison Compare(int stage, string dimension)
    {
        long samples = Count(stage) + StillOpen(stage);
        var parts = BySegment([_definition.RequireDimension(dimension)])
            .Where(part => part.Value.Count(stage) + part.Value.StillOpen(stage) > 0).OrderBy(static part => part.Key).ToList();
        var times = new double[samples];
        var ended = new bool[samples];
        var groups = new int[samples];
        int filled = 0;
        for (int group = 0; group < parts.Count; group++)
        {
            (double[] seconds, VisitEnd[] ends) = parts[group].Value.Of(stage).Timed();
            for (int i = 0; i < seconds.Length; i++, filled++)
                (times[filled], ended[filled], groups[filled]) = (seconds[i], ends[i] != VisitEnd.StillOpen, group);
        }

        TestResult? test = LogRank.CompareGroups(times, ended, groups, parts.Count, out long[] observed, out double[] expected);
        return new StayComparison(dimension, parts.Select((part, group) => new SegmentStay(part.Key[0], observed[group], part.Value.StillOpen(stage), expected[group])).ToArray().AsReadOnly(), test);
    }
}
