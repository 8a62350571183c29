using System.Runtime.InteropServices;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Goes through a log once and fills the counts that bottlenecks are judged by.</summary>
internal sealed class BottleneckFinder
{
    private const double MicrosPerDay = 86_400_000_000;
    private const double HorizonDays = 365;
    private const double ArrivalDays = 90;
    private const double LimitShare = 0.8;

    private readonly DealLog _log;
    private readonly BottleneckOptions _options;
    private readonly int _dimension;
    private readonly List<Deal> _deals = [];
    private readonly List<OpenDeal> _open = [];
    private readonly Dictionary<long, int> _numbers = [];
    private readonly List<long> _values = [];
    private readonly long[] _arrivals;
    private readonly long _arrivalsFrom;
    private long _firstAt = long.MaxValue;

    private BottleneckFinder(DealLog log, BottleneckOptions options)
    {
        _log = log;
        _options = options;
        _dimension = options.Dimension is { } name ? log.Definition.RequireDimension(name) : -1;
        _arrivals = new long[log.Definition.Stages.Count];
        _arrivalsFrom = log.AsOfMicros - (long)(ArrivalDays * MicrosPerDay);
    }

    public static BottleneckReport Find(DealLog log, BottleneckOptions options)
    {
        options.Validate(log.Definition);
        var finder = new BottleneckFinder(log, options);
        var count = new LogCountOptions { Attribution = options.Attribution };
        var walk = new DealWalk(log, count);
        while (walk.MoveNext())
            finder.Add(walk.Story);
        return finder.Report(log.VisitDurations(count));
    }

    private void Add(DealStory story)
    {
        int segment = NumberOf(_dimension < 0 ? 0 : story.Cell.Segment[_dimension]);
        _deals.Add(new Deal(story.FirstAt, story.Amount, segment, (byte)story.Far, story.IsWon ? DealOutcome.Won : story.IsLost ? DealOutcome.Lost : DealOutcome.Open));
        foreach (DealMove move in CollectionsMarshal.AsSpan(story.Moves))
        {
            if (move.At == EventTime.Undated)
                continue;
            _firstAt = Math.Min(_firstAt, move.At);
            if (move.Target >= 0 && move.At > _arrivalsFrom)
                _arrivals[move.Target]++;
        }

        if (story.IsOpen)
        {
            bool isOnHold = (story.Flags & DealFlags.OnHold) != 0;
            _open.Add(new OpenDeal(isOnHold || (story.Flags & DealFlags.Untimed) != 0 ? null : (_log.AsOfMicros - story.Clock) / MicrosPerDay, story.Amount, segment, (byte)story.Current, isOnHold));
        }
    }

    private int NumberOf(long value)
    {
        if (!_numbers.TryGetValue(value, out int number))
        {
            _numbers.Add(value, number = _values.Count);
            _values.Add(value);
        }

        return number;
    }

    private BottleneckReport Report(VisitDurations durations)
    {
        int stages = _log.Definition.OpenStageCount;
        long? since = Since();
        BottleneckTally[] judged = [.. _values.Select(_ => new BottleneckTally(stages))];
        BottleneckTally[] before = [.. _values.Select(_ => new BottleneckTally(stages))];
        var all = new BottleneckTally(stages);
        foreach (Deal deal in _deals)
        {
            Count(all, deal);
            Count((since is null || deal.FirstAt >= since ? judged : before)[deal.Segment], deal);
        }

        long?[] segments = [.. _values.Select(value => _dimension < 0 ? (long?)null : value)];
        return new BottleneckReport(
            _log.Definition,
            _options,
            since is { } time ? EventTime.FromUnixMicros(time) : null,
            _log.HasFullHistory ? BottleneckJudge.Judge(_options, segments, judged, before, all) : BottleneckJudge.WithoutHistory(segments, judged),
            LostValues(segments, judged, before),
            Queues(segments, durations));
    }

    private static void Count(BottleneckTally tally, in Deal deal)
    {
        if (deal.Outcome == DealOutcome.Won)
            tally.AddWon(deal.Amount);
        else if (deal.Outcome == DealOutcome.Lost)
            tally.AddLost(deal.Far, deal.Amount);
        else
            tally.FarOpen[deal.Far]++;
    }

    // Half of the deals entered before it. Undated ones precede every date.
    private long? Since()
    {
        if (_options.Since is { } since)
            return EventTime.ToUnixMicros(since);
        if (_options.Reference != BottleneckReference.OwnHistory)
            return null;
        var times = new List<long>(_deals.Count);
        foreach (Deal deal in _deals)
        {
            if (deal.FirstAt != EventTime.Undated)
                times.Add(deal.FirstAt);
        }

        times.Sort();
        return times.Count == 0 ? null : times[times.Count / 2];
    }

    private static LostValue[] LostValues(long?[] segments, BottleneckTally[] judged, BottleneckTally[] before)
    {
        var rows = new List<LostValue>();
        for (int i = 0; i < segments.Length; i++)
        {
            for (int stage = 0; stage < judged[i].FarLost.Length; stage++)
            {
                rows.Add(new LostValue(
                    stage,
                    segments[i],
                    judged[i].FarLost[stage] + before[i].FarLost[stage],
                    judged[i].LostPriced[stage] + before[i].LostPriced[stage],
                    AmountE4.ToDecimal(judged[i].LostAmount[stage] + before[i].LostAmount[stage])));
            }
        }

        return [.. rows.OrderByDescending(static row => row.Amount).ThenByDescending(static row => row.Deals).ThenBy(static row => row.Stage).ThenBy(static row => row.Segment)];
    }

    private StageWait[] Queues(long?[] segments, VisitDurations durations)
    {
        int stages = _log.Definition.OpenStageCount;
        KaplanMeier[] curves = [.. Enumerable.Range(0, stages).Select(stage => durations.Survival(stage))];
        double?[] means = [.. curves.Select(static curve => MeanDays(curve))];
        double total = means.Sum() ?? 0;
        double days = Math.Min(ArrivalDays, (_log.AsOfMicros - _firstAt) / MicrosPerDay);
        var queues = new StageWait[segments.Length * stages];
        for (int i = 0; i < queues.Length; i++)
        {
            int stage = i % stages;
            queues[i] = new StageWait
            {
                Stage = stage,
                Segment = segments[i / stages],
                Open = 0,
                OnHold = 0,
                Stalled = 0,
                StalledPriced = 0,
                StalledAmount = 0,
                QueueDays = 0,
                LimitDays = curves[stage].Quantile(LimitShare) / 86_400,
                ExpectedOpen = days > 0 && means[stage] is { } mean ? _arrivals[stage] / days * mean : null,
                TimeShare = total > 0 ? means[stage] / total : null,
            };
        }

        foreach (OpenDeal deal in _open)
            Wait(ref queues[(deal.Segment * stages) + deal.Stage], deal);
        return queues;
    }

    private static void Wait(ref StageWait queue, in OpenDeal deal)
    {
        bool isStalled = deal.Days > queue.LimitDays;
        bool isPriced = isStalled && deal.Amount != DealEvent.NoValue;
        queue = queue with
        {
            Open = queue.Open + 1,
            OnHold = queue.OnHold + (deal.IsOnHold ? 1 : 0),
            Stalled = queue.Stalled + (isStalled ? 1 : 0),
            StalledPriced = queue.StalledPriced + (isPriced ? 1 : 0),
            StalledAmount = queue.StalledAmount + (isPriced ? AmountE4.ToDecimal(deal.Amount) : 0),
            QueueDays = queue.QueueDays + (isStalled ? deal.Days!.Value - queue.LimitDays!.Value : 0),
        };
    }

    // Restricted to a year, or to the longest time seen where that is shorter.
    private static double? MeanDays(KaplanMeier curve) =>
        curve.Steps.Count == 0 || curve.Steps[^1].Time <= 0 ? null : curve.RestrictedMean(Math.Min(HorizonDays * 86_400, curve.Steps[^1].Time))?.Mean / 86_400;

    private readonly record struct Deal(long FirstAt, long Amount, int Segment, byte Far, DealOutcome Outcome);

    private readonly record struct OpenDeal(double? Days, long Amount, int Segment, byte Stage, bool IsOnHold);
}
