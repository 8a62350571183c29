using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>The figures of a sequence, on a snapshot: <c>s.Conversion(0, 2)</c>, <c>s.TimeBetween(0, 1)</c>, <c>s.Trend(calendar)</c>, …</summary>
/// <remarks>What needs the chains is undefined, with the reason, where only counts were kept. Steps are 0-based; where they may be done in any order, step k is the k-th one done. <em>Entities</em> are attempts where those are counted.</remarks>
public static class SequenceSnapshotMetrics
{
    /// <summary>The id of the method of conversion between steps.</summary>
    public const string ConversionMethodId = "conversion.sequence.reached/1";

    /// <summary>The id of the method of conversion without what is still open.</summary>
    public const string ClosedConversionMethodId = "conversion.sequence.closed/1";

    /// <summary>The id of the method of the share that ends at a step.</summary>
    public const string DropOffMethodId = "drop-off.sequence.furthest/1";

    internal const string OnlyCounts = "only counts were kept; count with SequenceOptions.Detail = SequenceDetail.Chains";

    extension(SequenceSnapshot snapshot)
    {
        /// <summary>Gets the conversion from the first step to the last; of a sequence of one step, 1.</summary>
        public ConversionRate OverallConversion
        {
            get
            {
                ArgumentNullException.ThrowIfNull(snapshot);
                return snapshot.ConversionFromFirst(snapshot.Definition.Steps.Count - 1);
            }
        }

        /// <summary>Conversion between two steps: entities that did the later one ÷ entities that did the earlier one.</summary>
        /// <remarks>Those whose window is still open are in the denominator, so recent ones make it smaller; see <see cref="SequenceSnapshotMetrics.ClosedConversion(SequenceSnapshot, int, int)"/>. Not nested, so
        /// without interval, where the earlier step may be left out. Method <see cref="ConversionMethodId"/>.</remarks>
        /// <param name="from">The earlier step.</param>
        /// <param name="to">The later step.</param>
        /// <exception cref="ArgumentOutOfRangeException">A step does not exist, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionRate Conversion(int from, int to)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
            return Rate(snapshot, snapshot.Reached(to), snapshot.Reached(from), from, ConversionMethodId);
        }

        /// <summary>Conversion between two steps.</summary>
        /// <param name="from">Name of the earlier step.</param>
        /// <param name="to">Name of the later step.</param>
        /// <exception cref="ArgumentException">The sequence has no such step, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionRate Conversion(string from, string to)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return snapshot.Conversion(StepOf(snapshot, from, nameof(from)), StepOf(snapshot, to, nameof(to)));
        }

        /// <summary>Conversion from the first step: entities that did a step ÷ entities that did the first. Method <see cref="ConversionMethodId"/>.</summary>
        /// <param name="step">The step; 0 gives 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">The step does not exist.</exception>
        public ConversionRate ConversionFromFirst(int step)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return Rate(snapshot, snapshot.Reached(step), snapshot.Reached(0), 0, ConversionMethodId);
        }

        /// <summary>Conversion between two steps of the entities whose fate there is known: did both ÷ (did both, or did the earlier one and can no longer go on).</summary>
        /// <remarks>Leaves out those that are <see cref="SequenceEnding.StillOpen"/> between the steps. It favours conversions as long as windows are open, since who goes on is known at once and who does not
        /// only at the end of the window; it is exact when all windows are over. Where steps are optional it needs the chains, else it is undefined.
        /// Method <see cref="ClosedConversionMethodId"/>.</remarks>
        /// <param name="from">The earlier step.</param>
        /// <param name="to">The later step.</param>
        /// <exception cref="ArgumentOutOfRangeException">A step does not exist, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionRate ClosedConversion(int from, int to)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
            (long converted, long entered) = (snapshot.Reached(to), snapshot.Reached(from));
            if (snapshot.Chains is { } chains)
            {
                (converted, entered) = (0, 0);
                foreach (SequenceChain chain in chains)
                {
                    if (!Did(chain, from))
                        continue;
                    converted += Did(chain, to) ? 1 : 0;
                    entered += Did(chain, to) || chain.Ending != SequenceEnding.StillOpen ? 1 : 0;
                }

                return Rate(snapshot, converted, entered, null, ClosedConversionMethodId, entered == 0 ? "nobody did the earlier step, or all are still open" : null);
            }

            if (snapshot.Definition.Steps.Any(static s => s.IsOptional))
                return new ConversionRate(0, 0, isNested: true, ClosedConversionMethodId, OnlyCounts);
            for (int step = from; step < to; step++)
                entered -= snapshot.EndedAt(step, SequenceEnding.StillOpen);
            return Rate(snapshot, converted, entered, from, ClosedConversionMethodId, entered == 0 ? "nobody did the earlier step, or all are still open" : null);
        }

        /// <summary>How the entities stand that have a step as their furthest. Method of its rate <see cref="DropOffMethodId"/>.</summary>
        /// <param name="step">The step.</param>
        /// <exception cref="ArgumentOutOfRangeException">The step does not exist.</exception>
        public SequenceDropOff DropOff(int step)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return new SequenceDropOff(
                snapshot.Reached(step),
                snapshot.EndedAt(step, SequenceEnding.Completed),
                snapshot.EndedAt(step, SequenceEnding.Expired),
                snapshot.EndedAt(step, SequenceEnding.Excluded),
                snapshot.EndedAt(step, SequenceEnding.StillOpen));
        }

        /// <summary>The times from one step to another, over the chains that did both.</summary>
        /// <param name="from">The earlier step.</param>
        /// <param name="to">The later step.</param>
        /// <exception cref="ArgumentOutOfRangeException">A step does not exist, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public SequenceTimes TimeBetween(int from, int to)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
            RequireStep(snapshot, from);
            RequireStep(snapshot, to);
            return new SequenceTimes(snapshot, from, to);
        }

        /// <summary>Entered and converted by the period of the first event of the chain.</summary>
        /// <param name="calendar">The calendar of the periods.</param>
        /// <param name="fromStep">The step that makes a chain count as entered; the first when not given.</param>
        /// <param name="toStep">The step that makes it count as converted, also when done in a later period; the last when not given.</param>
        /// <exception cref="ArgumentOutOfRangeException">A step does not exist, or <paramref name="toStep"/> is not after <paramref name="fromStep"/>.</exception>
        public SequenceTrend Trend(CohortCalendar calendar, int fromStep = 0, int? toStep = null)
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            ArgumentNullException.ThrowIfNull(calendar);
            int to = toStep ?? snapshot.Definition.Steps.Count - 1;
            RequireStep(snapshot, fromStep);
            RequireStep(snapshot, to);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, fromStep, nameof(toStep));
            return new SequenceTrend(snapshot, calendar, fromStep, to);
        }

        /// <summary>The counts by the value that the snapshot is broken down by, and each entity once over all values.</summary>
        public SequenceSegments Segments()
        {
            ArgumentNullException.ThrowIfNull(snapshot);
            return new SequenceSegments(snapshot);
        }
    }

    internal static bool Did(SequenceChain chain, int step) => (chain.StepsDone >> step & 1) != 0;

    // Whoever did a step did every mandatory one before; in any order, step k is the k-th one done.
    private static ConversionRate Rate(SequenceSnapshot snapshot, long converted, long entered, int? from, string method, string? undefined = null) => new(
        converted,
        entered,
        from is not { } step || !snapshot.Definition.Steps[step].IsOptional,
        method,
        undefined ?? (entered == 0 && from is { } earlier ? $"no entity did step '{snapshot.Definition.Steps[earlier].Name}'" : null));

    private static void RequireStep(SequenceSnapshot snapshot, int step) => snapshot.Reached(step);

    private static int StepOf(SequenceSnapshot snapshot, string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        foreach (SequenceStep step in snapshot.Definition.Steps)
        {
            if (string.Equals(step.Name, name, StringComparison.Ordinal))
                return step.Index;
        }

        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The sequence '{snapshot.Definition.Name}' has no step '{name}'. It has: {string.Join(", ", snapshot.Definition.Steps.Select(static s => s.Name))}."), parameter);
    }
}
