namespace SalesFunnel.Metrics;

/// <summary>The canonical metrics of a funnel, on a snapshot: <c>s.LeadConversionRate</c>, <c>s.TimeInStage("Proposal")</c>, …</summary>
public static class StageSnapshotMetrics
{
    internal const string PartOfHistory = "the source holds only part of the stages that deals went through";

    private const string CohortSuffix = ".cohort/1";

    extension(StageSnapshot snapshot)
    {
        /// <summary>Gets awareness → interest; undefined when the funnel has no stage with one of these roles.</summary>
        public ConversionRate LeadConversionRate => Between(snapshot, StageRole.Awareness, StageRole.Interest);

        /// <summary>Gets interest → decision; undefined when the funnel has no stage with one of these roles.</summary>
        public ConversionRate OpportunityConversionRate => Between(snapshot, StageRole.Interest, StageRole.Decision);

        /// <summary>Gets decision → purchase; undefined when the funnel has no stage with role Decision.</summary>
        public ConversionRate SalesConversionRate => Between(snapshot, StageRole.Decision, StageRole.Purchase);

        /// <summary>Gets purchase ÷ leads. Under every rule the denominator is all leads; under Strict the numerator is the strictly won ones.</summary>
        public ConversionRate OverallConversionRate
        {
            get
            {
                ArgumentNullException.ThrowIfNull(snapshot);
                return new ConversionRate(snapshot.Count(snapshot.Definition.WonIndex), snapshot.Leads, snapshot.Rule != CountingRule.Touched, MethodOf(snapshot.Rule));
            }
        }

        /// <summary>Gets won ÷ (won + lost): the win rate of closed deals, by number. Favours whichever outcome comes faster while deals are open.</summary>
        public ConversionRate WinRate
        {
            get
            {
                ArgumentNullException.ThrowIfNull(snapshot);
                return new ConversionRate(snapshot.Won, snapshot.Won + snapshot.Lost, isNested: true, "win-rate.closed.count/1", snapshot.Won + snapshot.Lost == 0 ? "no deals closed" : null);
            }
        }

        /// <summary>Gets the average deal size.</summary>
        public DealSize DealSize
        {
            get
            {
                ArgumentNullException.ThrowIfNull(snapshot);
                return new DealSize(snapshot.WonAmount, snapshot.Won, snapshot.PricedWonDeals);
            }
        }

        /// <summary>Conversion between two stages under the snapshot's rule: count(to) ÷ count(from).</summary>
        /// <param name="from">0-based index of the earlier stage.</param>
        /// <param name="to">0-based index of the later stage.</param>
        /// <exception cref="ArgumentOutOfRangeException">A stage does not exist, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionRate Conversion(int from, int to)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
            // Leads and wins are known whatever the source; stages between them only where it tells the history.
            bool isLowerBound = !snapshot.HasFullHistory && !(snapshot.Rule == CountingRule.Reached && from == 0 && to == snapshot.Definition.WonIndex);
            return new ConversionRate(snapshot.Count(to), snapshot.Count(from), snapshot.Rule != CountingRule.Touched, MethodOf(snapshot.Rule), isLowerBound: isLowerBound);
        }

        /// <summary>Conversion between two stages under the snapshot's rule: count(to) ÷ count(from).</summary>
        /// <param name="from">Key of the earlier stage.</param>
        /// <param name="to">Key of the later stage.</param>
        /// <exception cref="ArgumentException">The funnel has no such stage, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionRate Conversion(string from, string to)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return snapshot.Conversion(snapshot.Definition.RequireStage(from), snapshot.Definition.RequireStage(to));
        }

        /// <summary>Churn of a stage: deals lost with it as their furthest ÷ deals that reached it. By the rule Reached, whatever the snapshot's rule.</summary>
        /// <param name="stage">0-based index of an open stage.</param>
        public ChurnRate ChurnRate(int stage)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return new ChurnRate(snapshot.LostAtFurthest(stage), snapshot.Reached(stage)) { IsLowerBound = !snapshot.HasFullHistory };
        }

        /// <summary>Churn of a stage.</summary>
        /// <param name="stage">Key of an open stage.</param>
        /// <exception cref="ArgumentException">The funnel has no such stage.</exception>
        public ChurnRate ChurnRate(string stage)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return snapshot.ChurnRate(snapshot.Definition.RequireStage(stage));
        }

        /// <summary>Average time in a stage, per ended visit.</summary>
        /// <param name="stage">0-based index of an open stage.</param>
        public TimeInStage TimeInStage(int stage)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return new TimeInStage(snapshot.CompletedTimes(stage), snapshot.Times(stage, VisitEnd.StillOpen), snapshot.UntimedVisits(stage), snapshot.IsPartial, snapshot.HasFullHistory);
        }

        /// <summary>Average time in a stage, per ended visit.</summary>
        /// <param name="stage">Key of an open stage.</param>
        /// <exception cref="ArgumentException">The funnel has no such stage.</exception>
        public TimeInStage TimeInStage(string stage)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return snapshot.TimeInStage(snapshot.Definition.RequireStage(stage));
        }
    }

    private static string MethodOf(CountingRule rule) => rule switch
    {
        CountingRule.Touched => "conversion.touched" + CohortSuffix,
        CountingRule.Strict => "conversion.strict" + CohortSuffix,
        _ => "conversion.reached" + CohortSuffix,
    };

    private static ConversionRate Between(StageSnapshot snapshot, StageRole from, StageRole to)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        (int first, int last) = (snapshot.Definition.IndexOf(from), snapshot.Definition.IndexOf(to));
        if (first >= 0 && last >= 0)
            return snapshot.Conversion(first, last);
        return new ConversionRate(0, 0, isNested: true, MethodOf(snapshot.Rule), $"no stage with role {(first < 0 ? from : to)}");
    }
}
