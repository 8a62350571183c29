namespace SalesFunnel.Metrics.Insights;

/// <summary>Figures of closed deals, and of close dates, over a period.</summary>
internal static class SalesFigures
{
    private const double MicrosPerDay = 86_400_000_000;

    public static LossReasons Losses(DealLog log)
    {
        var rows = new Dictionary<(long Reason, int Stage), (long Deals, Int128 Amount)>();
        (long lost, long without) = (0, 0);
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            if (!walk.Story.IsLost)
                continue;
            long reason = walk.Story.Last.Reason;
            (long deals, Int128 amount) = rows.GetValueOrDefault((reason, walk.Story.Current));
            rows[(reason, walk.Story.Current)] = (deals + 1, amount + Known(walk.Story.Amount));
            lost++;
            without += reason == DealEvent.NoValue ? 1 : 0;
        }

        return new LossReasons(
            [.. rows.Select(static r => new LossReasonRow(r.Key.Reason == DealEvent.NoValue ? null : r.Key.Reason, r.Key.Stage, r.Value.Deals, AmountE4.ToDecimal(r.Value.Amount)))
                .OrderByDescending(static r => r.Deals).ThenByDescending(static r => r.Amount).ThenBy(static r => r.Reason).ThenBy(static r => r.Stage)],
            lost,
            without);
    }

    public static WinRates WinRates(DealLog log, long from, long to)
    {
        (long won, long lost, long created, long createdWon, long overdue, long qualifiedWon, long qualifiedLost) = (0, 0, 0, 0, 0, 0, 0);
        (Int128 wonAmount, Int128 lostAmount, long priced) = (0, 0, 0);
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            DealStory story = walk.Story;
            if (IsIn(story.FirstAt, from, to))
            {
                created++;
                createdWon += story.IsWon ? 1 : 0;
            }

            if (story.IsOpen)
            {
                long due = story.CloseDates.Count == 0 ? DealEvent.NoValue : story.CloseDates[^1].CloseAt;
                overdue += due != DealEvent.NoValue && due < log.AsOfMicros && IsIn(due, from, to) ? 1 : 0;
                continue;
            }

            if (!IsIn(story.Last.At, from, to))
                continue;
            won += story.IsWon ? 1 : 0;
            lost += story.IsWon ? 0 : 1;
            if (story.Far > 0 || story.IsWon)
            {
                qualifiedWon += story.IsWon ? 1 : 0;
                qualifiedLost += story.IsWon ? 0 : 1;
            }

            if (story.Amount == DealEvent.NoValue)
                continue;
            priced++;
            wonAmount += story.IsWon ? story.Amount : 0;
            lostAmount += story.IsWon ? 0 : story.Amount;
        }

        return new WinRates(
            Rate(won, won + lost, "win-rate.closed.count/1"),
            ByValue(AmountE4.ToDecimal(wonAmount), AmountE4.ToDecimal(wonAmount + lostAmount), priced),
            Rate(createdWon, created, "win-rate.cohort.count/1"),
            Rate(won, won + lost + overdue, "win-rate.broad-with-overdue.count/1"),
            Rate(qualifiedWon, qualifiedWon + qualifiedLost, "win-rate.qualified.count/1"));
    }

    public static SalesVelocity Velocity(DealLog log, long from, long to)
    {
        (long open, long won, long lost, long priced, long dated) = (0, 0, 0, 0, 0);
        Int128 amount = 0;
        double days = 0;
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            DealStory story = walk.Story;
            open += story.IsOpen ? 1 : 0;
            if (story.IsOpen || !IsIn(story.Last.At, from, to))
                continue;
            won += story.IsWon ? 1 : 0;
            lost += story.IsWon ? 0 : 1;
            if (!story.IsWon)
                continue;
            priced += story.Amount == DealEvent.NoValue ? 0 : 1;
            amount += Known(story.Amount);
            if (story.FirstAt == EventTime.Undated)
                continue;
            dated++;
            days += (story.Last.At - story.FirstAt) / MicrosPerDay;
        }

        MetricValue rate = Rate(won, won + lost, "win-rate.closed.count/1");
        decimal? size = priced > 0 ? AmountE4.ToDecimal(amount) / priced : null;
        double? cycle = dated > 0 ? days / dated : null;
        decimal observed = AmountE4.ToDecimal(amount) / ((to - (decimal)from) / 86_400_000_000m);
        var figure = new MetricValue { Unit = "money", N = won, Method = "velocity.four-factor/1", Basis = "open deals × win rate × deal size ÷ cycle, a day" };
        figure = rate.Value is null || size is null || cycle is not > 0
            ? figure with { Status = MetricStatus.Undefined, Reason = won + lost == 0 ? "no deal closed in the period" : won == 0 ? "no deal was won in the period" : priced == 0 ? "no won deal has an amount" : "the cycle of won deals is 0 or not known" }
            : figure with { Value = open * rate.Value.Value * size.Value / (decimal)cycle.Value };
        return new SalesVelocity(open, rate, size, cycle, figure, observed, figure.Value is { } perDay && observed > 0 ? (double)(perDay / observed) : null);
    }

    public static SlipFigures Slip(DealLog log, long from, long to)
    {
        (long due, long slipped, long closedDated, long pulledIn, long pushes, long pushedDeals, long net) = (0, 0, 0, 0, 0, 0, 0);
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            DealStep? start = null;
            DealStep? end = null;
            foreach (DealStep step in walk.Story.Steps)
            {
                start = step.At < from ? step : start;
                end = step.At < to ? step : end;
            }

            if (start is { IsOpen: true, CloseAt: not DealEvent.NoValue } open)
            {
                bool closes = !end!.Value.IsOpen;
                bool isDue = IsIn(open.CloseAt, from, to);
                due += isDue ? 1 : 0;
                slipped += isDue && !closes ? 1 : 0;
                closedDated += closes ? 1 : 0;
                pulledIn += closes && open.CloseAt >= to ? 1 : 0;
            }

            (long later, long earlier) = Moves(walk.Story.CloseDates, from, to);
            pushes += later;
            pushedDeals += later > 0 ? 1 : 0;
            net += later - earlier;
        }

        return new SlipFigures(due, Rate(slipped, due, "slip-rate.due-at-start/1"), Rate(pulledIn, closedDated, "pull-in-rate.closed/1"), pushes, pushedDeals, net);
    }

    private static (long Later, long Earlier) Moves(List<(long At, long CloseAt)> dates, long from, long to)
    {
        (long later, long earlier) = (0, 0);
        for (int i = 1; i < dates.Count; i++)
        {
            if (!IsIn(dates[i].At, from, to) || dates[i].CloseAt == DealEvent.NoValue || dates[i - 1].CloseAt == DealEvent.NoValue)
                continue;
            int months = MonthOf(dates[i].CloseAt) - MonthOf(dates[i - 1].CloseAt);
            later += months > 0 ? 1 : 0;
            earlier += months < 0 ? 1 : 0;
        }

        return (later, earlier);
    }

    private static int MonthOf(long micros)
    {
        DateTimeOffset at = EventTime.FromUnixMicros(micros);
        return (at.Year * 12) + at.Month;
    }

    private static bool IsIn(long at, long from, long to) => at >= from && at < to;

    private static long Known(long amount) => amount == DealEvent.NoValue ? 0 : amount;

    private static MetricValue Rate(long part, long whole, string method) =>
        new ConversionRate(part, whole, isNested: true, method, whole == 0 ? "no deal of the period counts" : null).ToMetricValue();

    private static MetricValue ByValue(decimal won, decimal all, long priced) => new()
    {
        Value = all > 0 ? won / all : null,
        Unit = "fraction",
        Status = priced == 0 ? MetricStatus.Unpriced : all > 0 ? MetricStatus.Ok : MetricStatus.Undefined,
        Reason = priced == 0 ? "no closed deal has an amount" : all > 0 ? null : "the amounts add up to nothing",
        Numerator = won,
        Denominator = all,
        N = priced,
        Method = "win-rate.closed.value/1",
    };
}
