namespace SalesFunnel.Metrics.Insights;

/// <summary>Files every movement of every deal under its flow.</summary>
internal sealed class WaterfallCounter
{
    private readonly long _from;
    private readonly long _dueFrom;
    private readonly long _dueTo;
    private readonly bool _hasDue;
    private Sum _start;
    private Sum _new;
    private Sum _movedIn;
    private Sum _reopened;
    private Sum _increased;
    private Sum _decreased;
    private Sum _movedOut;
    private Sum _won;
    private Sum _lost;
    private Sum _removed;
    private Sum _end;
    private long _unpriced;

    private WaterfallCounter(long from, (DateTimeOffset From, DateTimeOffset To)? due)
    {
        _from = from;
        _hasDue = due is not null;
        _dueFrom = due is { } period ? EventTime.ToUnixMicros(period.From) : 0;
        _dueTo = due is { } until ? EventTime.ToUnixMicros(until.To) : 0;
    }

    public static PipelineWaterfall Count(DealLog log, DateTimeOffset from, DateTimeOffset to, (DateTimeOffset From, DateTimeOffset To)? due)
    {
        if (from >= to)
            throw new ArgumentException($"The waterfall would end at {to:O}, which is not after its start {from:O}.", nameof(to));
        if (due is { } period && period.From >= period.To)
            throw new ArgumentException($"The period of close dates is empty: {period.From:O} to {period.To:O}.", nameof(due));
        var counter = new WaterfallCounter(EventTime.ToUnixMicros(from), due);
        var walk = new DealWalk(to < log.AsOfTime ? log.AsOf(to) : log, new LogCountOptions(), includesGone: true);
        while (walk.MoveNext())
            counter.Add(walk.Story.Steps);
        return new PipelineWaterfall(from, to, due)
        {
            Start = counter._start.ToFlow(),
            New = counter._new.ToFlow(),
            MovedIn = counter._movedIn.ToFlow(),
            Reopened = counter._reopened.ToFlow(),
            Increased = counter._increased.ToFlow(),
            Decreased = counter._decreased.ToFlow(),
            MovedOut = counter._movedOut.ToFlow(),
            Won = counter._won.ToFlow(),
            Lost = counter._lost.ToFlow(),
            Removed = counter._removed.ToFlow(),
            End = counter._end.ToFlow(),
            UnpricedAtEnd = counter._unpriced,
        };
    }

    private void Add(List<DealStep> steps)
    {
        int next = 0;
        while (next < steps.Count && steps[next].At <= _from)
            next++;
        if (next > 0 && IsIn(steps[next - 1]))
            _start.Add(steps[next - 1].Amount);
        for (int i = next; i < steps.Count; i++)
        {
            if (i == 0)
                Create(steps[0]);
            else
                Move(steps[i - 1], steps[i]);
        }

        DealStep last = steps[^1];
        if (!IsIn(last))
            return;
        _end.Add(last.Amount);
        _unpriced += last.Amount == DealEvent.NoValue ? 1 : 0;
    }

    private bool IsIn(in DealStep step) => step.IsOpen && IsDue(step);

    private bool IsDue(in DealStep step) => !_hasDue || (step.CloseAt != DealEvent.NoValue && step.CloseAt >= _dueFrom && step.CloseAt < _dueTo);

    private void Create(in DealStep step)
    {
        if (!IsDue(step))
            return;
        _new.Add(step.Amount);
        if (!step.IsOpen)
            Close(step);
    }

    private void Move(in DealStep before, in DealStep after)
    {
        if (IsIn(before))
        {
            if (after.IsOpen && !IsDue(after))
            {
                _movedOut.Add(before.Amount);
                return;
            }

            Change(before.Amount, after.Amount);
            if (!after.IsOpen)
                Close(after);
        }
        else if (before.IsOpen)
        {
            if (IsIn(after))
                _movedIn.Add(after.Amount);
        }
        else if (IsDue(after) && !before.IsGone && !after.IsGone)
        {
            if (after.IsOpen)
            {
                _reopened.Add(after.Amount);
            }
            else if (before.IsWon != after.IsWon)
            {
                _reopened.Add(after.Amount); // one outcome replaced by the other: in and out again
                Close(after);
            }
        }
    }

    private void Close(in DealStep step)
    {
        if (step.IsGone)
            _removed.Add(step.Amount);
        else if (step.IsWon)
            _won.Add(step.Amount);
        else
            _lost.Add(step.Amount);
    }

    private void Change(long before, long after)
    {
        Int128 by = (Int128)(after == DealEvent.NoValue ? 0 : after) - (before == DealEvent.NoValue ? 0 : before);
        if (by > 0)
            _increased.Change(by);
        else if (by < 0)
            _decreased.Change(-by);
    }

    private struct Sum
    {
        private long _deals;
        private Int128 _amount;

        public void Add(long amount)
        {
            _deals++;
            _amount += amount == DealEvent.NoValue ? 0 : amount;
        }

        public void Change(Int128 by)
        {
            _deals++;
            _amount += by;
        }

        public readonly PipelineFlow ToFlow() => new(_deals, AmountE4.ToDecimal(_amount));
    }
}
