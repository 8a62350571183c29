namespace SalesFunnel.Metrics.Insights;

/// <summary>Win rates, velocity, loss reasons, slip and coverage of a log. Periods are from inclusive to exclusive; all is as of the log's time.</summary>
public static class DealLogSales
{
    extension(DealLog log)
    {
        /// <summary>Why and where deals are lost.</summary>
        public LossReasons LossReasons()
        {
            ArgumentNullException.ThrowIfNull(log);
            return SalesFigures.Losses(log);
        }

        /// <summary>The win rates that go by that one name, each by its own.</summary>
        /// <param name="from">Start of the period, inclusive.</param>
        /// <param name="to">End of the period, exclusive.</param>
        /// <exception cref="ArgumentException">The period is empty.</exception>
        public WinRates WinRates(DateTimeOffset from, DateTimeOffset to)
        {
            ArgumentNullException.ThrowIfNull(log);
            (long start, long end) = Period(from, to);
            return SalesFigures.WinRates(log, start, end);
        }

        /// <summary>Sales velocity with its check.</summary>
        /// <param name="from">Start of the period of closed deals, inclusive.</param>
        /// <param name="to">End of the period, exclusive.</param>
        /// <exception cref="ArgumentException">The period is empty.</exception>
        public SalesVelocity SalesVelocity(DateTimeOffset from, DateTimeOffset to)
        {
            ArgumentNullException.ThrowIfNull(log);
            (long start, long end) = Period(from, to);
            return SalesFigures.Velocity(log, start, end);
        }

        /// <summary>What became of deals due in a period, and how close dates moved. Needs expected close dates.</summary>
        /// <param name="from">Start of the period, inclusive.</param>
        /// <param name="to">End of the period, exclusive.</param>
        /// <exception cref="ArgumentException">The period is empty.</exception>
        public SlipFigures Slip(DateTimeOffset from, DateTimeOffset to)
        {
            ArgumentNullException.ThrowIfNull(log);
            (long start, long end) = Period(from, to);
            return SalesFigures.Slip(log, start, end);
        }

        /// <summary>Pipeline coverage: amount of open deals expected to close in a period ÷ (target − amount won in it). The basis names both.</summary>
        /// <returns>The ratio; <see cref="MetricStatus.Never"/> does not occur: a target already met is undefined with the reason "the target is met".</returns>
        /// <param name="from">Start of the period, inclusive.</param>
        /// <param name="to">End of the period, exclusive.</param>
        /// <param name="target">Amount to be won in the period, positive.</param>
        /// <exception cref="ArgumentException">The period is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The target is not positive.</exception>
        public MetricValue Coverage(DateTimeOffset from, DateTimeOffset to, decimal target)
        {
            ArgumentNullException.ThrowIfNull(log);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(target);
            (long start, long end) = Period(from, to);
            (long deals, long unpriced, Int128 open, Int128 won) = (0, 0, 0, 0);
            var walk = new DealWalk(log, new LogCountOptions());
            while (walk.MoveNext())
            {
                DealStory story = walk.Story;
                long due = story.CloseDates.Count == 0 ? DealEvent.NoValue : story.CloseDates[^1].CloseAt;
                long amount = story.Amount == DealEvent.NoValue ? 0 : story.Amount;
                if (story.IsOpen && due != DealEvent.NoValue && due >= start && due < end)
                {
                    deals++;
                    unpriced += story.Amount == DealEvent.NoValue ? 1 : 0;
                    open += amount;
                }
                else if (story.IsWon && story.Last.At >= start && story.Last.At < end)
                {
                    won += amount;
                }
            }

            decimal missing = target - AmountE4.ToDecimal(won);
            return new MetricValue
            {
                Value = missing > 0 ? AmountE4.ToDecimal(open) / missing : null,
                Unit = "ratio",
                Status = missing <= 0 ? MetricStatus.Undefined : unpriced > 0 ? MetricStatus.Partial : MetricStatus.Ok,
                Reason = missing <= 0 ? "the target is met" : unpriced > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{deals - unpriced} of {deals} open deals have an amount") : null,
                Numerator = AmountE4.ToDecimal(open),
                Denominator = missing,
                N = deals,
                Method = "coverage.remaining/1",
                Basis = "amount of open deals expected to close in the period ÷ (target − amount won in it)",
            };
        }
    }

    private static (long From, long To) Period(DateTimeOffset from, DateTimeOffset to) => from < to
        ? (EventTime.ToUnixMicros(from), EventTime.ToUnixMicros(to))
        : throw new ArgumentException($"The period is empty: it ends at {to:O}, which is not after its start {from:O}.", nameof(to));
}
