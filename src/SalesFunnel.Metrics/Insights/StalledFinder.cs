using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Learns limits and finds the deals beyond them.</summary>
internal static class StalledFinder
{
    private const double MicrosPerDay = 86_400_000_000;
    private static readonly double[] CycleShares = [0.5, 0.8, 0.9];

    public static StalledDeals Find(DealLog log, StalledOptions options)
    {
        options.Validate();
        StageLimit[] limits = Limits(log, options);
        var stalled = new List<StalledDeal>();
        var cycles = new List<double>();
        var open = new List<(double Days, long Amount)>();
        (long all, long parked, long untimed, long withoutLimit) = (0, 0, 0, 0);
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            DealStory story = walk.Story;
            if (story.IsWon && story.FirstAt != EventTime.Undated && story.Last.At != EventTime.Undated)
                cycles.Add((story.Last.At - story.FirstAt) / MicrosPerDay);
            if (!story.IsOpen)
                continue;
            all++;
            if (story.FirstAt != EventTime.Undated)
                open.Add(((log.AsOfMicros - story.FirstAt) / MicrosPerDay, story.Amount));
            if ((story.Flags & DealFlags.OnHold) != 0)
            {
                parked++;
            }
            else if ((story.Flags & DealFlags.Untimed) != 0)
            {
                untimed++;
            }
            else if (limits[story.Current].Limit.Value is not { } seconds)
            {
                withoutLimit++;
            }
            else if (log.AsOfMicros - story.Clock is var micros && micros > seconds * 1_000_000m)
            {
                stalled.Add(Deal(log.Definition, story, micros, seconds));
            }
        }

        stalled.Sort(static (a, b) =>
        {
            int order = Nullable.Compare(b.Amount, a.Amount);
            order = order != 0 ? order : b.InStage.CompareTo(a.InStage);
            return order != 0 ? order : a.Entity.CompareTo(b.Entity);
        });
        return new StalledDeals
        {
            Limits = limits.AsReadOnly(),
            Deals = stalled.AsReadOnly(),
            Open = all,
            Parked = parked,
            Untimed = untimed,
            WithoutLimit = withoutLimit,
            Ages = Bands(cycles, open, options.MinimumEnded),
        };
    }

    private static StalledDeal Deal(FunnelDefinition funnel, DealStory story, long micros, decimal seconds)
    {
        var segments = new long[funnel.Dimensions.Count];
        for (int i = 0; i < segments.Length; i++)
            segments[i] = story.Cell.Segment[i];
        return new StalledDeal(
            story.Entity,
            story.Current,
            TimeSpan.FromTicks(micros * TimeSpan.TicksPerMicrosecond),
            TimeSpan.FromTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond)),
            story.Amount == DealEvent.NoValue ? null : AmountE4.ToDecimal(story.Amount),
            segments.AsReadOnly());
    }

    private static StageLimit[] Limits(DealLog log, StalledOptions options)
    {
        VisitDurations durations = log.VisitDurations();
        var limits = new StageLimit[log.Definition.OpenStageCount];
        for (int stage = 0; stage < limits.Length; stage++)
            limits[stage] = new StageLimit(log.Definition.Stages[stage], Limit(durations, stage, options));
        return limits;
    }

    private static MetricValue Limit(VisitDurations durations, int stage, StalledOptions options)
    {
        long ended = durations.Count(stage);
        var limit = new MetricValue { Unit = "seconds", N = ended, Method = StalledDeals.MethodId };
        if (ended < options.MinimumEnded)
            return limit with { Status = MetricStatus.InsufficientSample, Reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ended} visits have ended; a limit is learned from {options.MinimumEnded}") };
        KaplanMeier curve = durations.Survival(stage);
        (double? low, double? high) = curve.QuantileInterval(options.Share);
        return curve.Quantile(options.Share) is { } seconds
            ? limit with { Value = (decimal)seconds, Low = (decimal?)low, High = (decimal?)high }
            : limit with { Status = MetricStatus.NotReached, Reason = "too many visits have not ended to tell" };
    }

    private static AgeBand[] Bands(List<double> cycles, List<(double Days, long Amount)> open, long minimum)
    {
        if (cycles.Count < minimum)
            return [];
        cycles.Sort();
        double[] sorted = [.. cycles];
        double[] limits = Array.ConvertAll(CycleShares, share => Quantiles.Type7(sorted, share)!.Value);
        var deals = new long[limits.Length + 1];
        var amounts = new Int128[limits.Length + 1];
        foreach ((double days, long amount) in open)
        {
            int band = 0;
            while (band < limits.Length && days > limits[band])
                band++;
            deals[band]++;
            amounts[band] += amount == DealEvent.NoValue ? 0 : amount;
        }

        var bands = new AgeBand[deals.Length];
        for (int i = 0; i < bands.Length; i++)
            bands[i] = new AgeBand(i == 0 ? 0 : limits[i - 1], i < limits.Length ? limits[i] : null, deals[i], AmountE4.ToDecimal(amounts[i]));
        return bands;
    }
}
