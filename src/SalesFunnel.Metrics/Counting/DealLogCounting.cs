using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Counts over a <see cref="DealLog"/>: the tracker's counting run on sorted columns, as of any time.</summary>
public static class DealLogCounting
{
    extension(DealLog log)
    {
        /// <summary>Counts the deals as of the log's time.</summary>
        /// <param name="options">Choices that change a number; the defaults when not given.</param>
        /// <returns>The snapshot that a tracker fed with the same events in order would give; only, visits and times of deals that were deleted or merged
        /// away are left out, so it is never partial.</returns>
        public StageSnapshot Count(LogCountOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            var run = new LogRun(log, options ?? new LogCountOptions());
            run.CountAll();
            return run.ToSnapshot();
        }

        /// <summary>Measures the exact times in the stages, for sums, exact quantiles and survival curves. Deals deleted or merged away are left out.</summary>
        /// <param name="options">Choices that change a number; the defaults when not given.</param>
        /// <param name="times">What one sample is, and which time is measured; each visit and elapsed time when not given.</param>
        /// <exception cref="ArgumentOutOfRangeException">The basis is not a member of <see cref="StageTimeBasis"/>.</exception>
        public VisitDurations VisitDurations(LogCountOptions? options = null, StageTimeOptions? times = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            return StageTimeRecorder.Of(log, options ?? new LogCountOptions(), times ?? new StageTimeOptions());
        }

        /// <summary>Collects one record of each deal, for conversion over time.</summary>
        /// <param name="options">Choices that change a number; the defaults when not given. The rule is not read.</param>
        public DealRecords Deals(LogCountOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            return DealRecorder.Of(log, options ?? new LogCountOptions());
        }

        /// <summary>Lists the deals that are won as of the log's time, by time of the win, then by id.</summary>
        public IReadOnlyList<Win> Wins()
        {
            ArgumentNullException.ThrowIfNull(log);
            return WinList.Of(log);
        }

        /// <summary>Estimates the shares won and lost by age, in days since the first dated entry, with open deals counted as still open.</summary>
        /// <remarks>The share won at a stated age is comparable between young and old cohorts, as won ÷ leads is not. Deals without any dated entry, or with an
        /// undated outcome, have no age and are left out; deleted and merged deals too.</remarks>
        /// <param name="ageless">How many deals have no age.</param>
        public AalenJohansen Incidence(out long ageless)
        {
            ArgumentNullException.ThrowIfNull(log);
            return log.Deals().Incidence(out ageless);
        }

        /// <summary>Counts what happened in each period: a view that later events change only by deleting or merging deals.</summary>
        /// <param name="calendar">The periods.</param>
        /// <param name="options">Choices that change a number; <see cref="CountingOptions.Calendar"/> and the rule are not read.</param>
        public FlowView Flow(CohortCalendar calendar, LogCountOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(calendar);
            return PeriodViews.Flow(log, calendar, options ?? new LogCountOptions());
        }

        /// <summary>Counts closed deals by the period of their last outcome as of the log's time.</summary>
        /// <param name="calendar">The periods.</param>
        /// <param name="options">Choices that change a number; <see cref="CountingOptions.Calendar"/> and the rule are not read.</param>
        public OutcomeView Outcome(CohortCalendar calendar, LogCountOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(calendar);
            return PeriodViews.Outcome(log, calendar, options ?? new LogCountOptions());
        }
    }
}
