using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Time in stage as figures, on exact durations.</summary>
public static class VisitDurationsMetrics
{
    /// <summary>The id of the method of the censored median of visits in elapsed time; for others it begins with their <see cref="StageTimeOptions.MethodPrefix"/>.</summary>
    public const string CensoredMedianMethodId = "time.visit.elapsed" + CensoredMedianMethod;

    private const string CensoredMedianMethod = ".median-kaplan-meier/1";

    extension(VisitDurations durations)
    {
        /// <summary>The mean time in a stage over ended visits, with its 95 % interval (<see cref="MeanInterval.StudentT"/>); unit <c>seconds</c>.</summary>
        /// <returns>The mean; undefined without ended visits.</returns>
        /// <param name="stage">0-based index of an open stage.</param>
        public MetricValue Mean(int stage)
        {
            ArgumentNullException.ThrowIfNull(durations);
            (double Low, double High)? interval = MeanInterval.StudentT(durations.MomentsOf(stage));
            decimal? mean = durations.MeanSeconds(stage);
            return new MetricValue
            {
                Value = mean,
                Unit = "seconds",
                Status = mean is null ? MetricStatus.Undefined : MetricStatus.Ok,
                Reason = mean is null ? "no visit has ended" : null,
                Numerator = (decimal)durations.TotalMicros(stage) / 1_000_000m,
                Denominator = durations.Count(stage),
                N = durations.Count(stage),
                Low = interval is { } limits ? (decimal)Math.Max(limits.Low, 0) : null,
                High = (decimal?)interval?.High,
                Method = durations.Options.MethodPrefix + ".completed/1",
            };
        }

        /// <summary>The median time in a stage with visits still open counted as right-censored, with its 95 % interval; unit <c>seconds</c>.</summary>
        /// <remarks>First time by which half of the visits have ended (Kaplan–Meier); interval where the log(−log) limits of the curve cross one half (Brookmeyer and Crowley,
        /// 1982). A limit that is not reached is <c>null</c>.</remarks>
        /// <returns>The median; <see cref="MetricStatus.NotReached"/> when too many visits have not ended to tell; undefined without visits.</returns>
        /// <param name="stage">0-based index of an open stage.</param>
        public MetricValue CensoredMedian(int stage)
        {
            ArgumentNullException.ThrowIfNull(durations);
            long ended = durations.Count(stage);
            long open = durations.StillOpen(stage);
            var figure = new MetricValue { Unit = "seconds", N = ended + open, Numerator = ended, Denominator = ended + open, Method = durations.Options.MethodPrefix + CensoredMedianMethod };
            if (figure.N == 0)
                return figure with { Status = MetricStatus.Undefined, Reason = "no visit has a dated entry" };
            KaplanMeier curve = durations.Survival(stage);
            (double? low, double? high) = curve.QuantileInterval(0.5);
            return curve.Quantile(0.5) is { } median
                ? figure with { Value = (decimal)median, Low = (decimal?)low, High = (decimal?)high }
                : figure with { Status = MetricStatus.NotReached, Reason = $"{open} of {figure.N} visits have not ended", Low = (decimal?)low };
        }
    }
}
