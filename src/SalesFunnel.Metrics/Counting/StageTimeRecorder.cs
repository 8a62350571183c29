using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Walks a log deal by deal and measures the times in the stages.</summary>
internal sealed class StageTimeRecorder
{
    private readonly DealLog _log;
    private readonly StageTimeOptions _options;
    private readonly LogRun _run;
    private readonly DealClock _clock;
    private readonly VisitColumns[] _columns;
    private readonly StageSample[] _samples; // of the deal, by stage; one is valid when its bit is set
    private readonly List<(int Stage, StageSample Sample)> _done = []; // of the deal
    private ulong _begun;
    private ulong _waiting; // for a later stage
    private StageSample _visit; // the one that goes on
    private long _lost; // what the clock showed at the last loss: a hold after it must not move it

    private StageTimeRecorder(DealLog log, LogCountOptions options, StageTimeOptions times)
    {
        _log = log;
        _options = times;
        _run = new LogRun(log, options);
        _clock = new DealClock(times.WorkCalendar);
        _columns = new VisitColumns[log.Definition.OpenStageCount];
        _samples = new StageSample[_columns.Length];
        for (int stage = 0; stage < _columns.Length; stage++)
            _columns[stage] = new VisitColumns();
    }

    public static VisitDurations Of(DealLog log, LogCountOptions options, StageTimeOptions times)
    {
        if (!Enum.IsDefined(times.Basis))
            throw new ArgumentOutOfRangeException(nameof(times), times.Basis, "The basis is not a member of StageTimeBasis.");
        var recorder = new StageTimeRecorder(log, options, times);
        recorder.RecordAll();
        StageHistoryCounter counter = recorder._run.Counter;
        return new VisitDurations(log.Definition, times, counter.Cells.Keys(counter.Segments), Array.ConvertAll(recorder._columns, static column => column.ToStage()));
    }

    private void RecordAll()
    {
        LogColumns columns = _log.Columns;
        DealState deal = default;
        for (int index = 0; index < columns.Entities.Length; index++)
        {
            int end = columns.EndOf(index, _log.AsOfMicros);
            if (end == columns.Starts[index])
                continue;
            _run.Begin(ref deal, index, end);
            if (!_run.Counter.CountsMovement)
                continue; // deleted or merged away: the log drops it whole
            _clock.Reset();
            _done.Clear();
            (_begun, _waiting) = (0, 0);
            for (int row = columns.Starts[index]; row < end; row++)
                Follow(ref deal, row, columns.At[row]);
            if (deal.Has(DealFlags.Created))
                Finish(deal);
        }
    }

    private void Follow(ref DealState deal, int row, long at)
    {
        int before = deal.Current;
        EventEffect effect = _run.Apply(ref deal, row);
        bool ends = (effect & (EventEffect.Created | EventEffect.Reopened)) == 0;
        if ((effect & EventEffect.Entered) != 0)
        {
            if (ends)
                EndVisit(before, (effect & EventEffect.Regressed) != 0 ? VisitEnd.Back : VisitEnd.Onward, at);
            Enter(deal.Current, at);
        }
        else if ((effect & (EventEffect.Won | EventEffect.Lost)) != 0)
        {
            VisitEnd end = (effect & EventEffect.Won) != 0 ? VisitEnd.Won : VisitEnd.Lost;
            if (ends)
                EndVisit(before, end, at);
            if (end == VisitEnd.Won)
                StopWaiting(_waiting, end, _clock.Read(at));
            else
                _lost = _clock.Read(at);
        }

        _clock.Turn(deal.Has(DealFlags.OnHold), at);
    }

    private void Enter(int stage, long at)
    {
        ulong bit = 1UL << stage;
        var now = StageSample.Begin(_clock, at);
        if (_options.Basis == StageTimeBasis.ToLaterStage)
        {
            StopWaiting(_waiting & (bit - 1), VisitEnd.Onward, _clock.Read(at));
            if ((_begun & bit) == 0)
            {
                _samples[stage] = now;
                _begun |= bit;
                _waiting |= bit;
            }
        }

        _visit = now;
    }

    private void EndVisit(int stage, VisitEnd end, long at)
    {
        ulong bit = 1UL << stage;
        StageSample visit = _visit.Ended(end, _clock.Read(at));
        bool isFirst = (_begun & bit) == 0;
        switch (_options.Basis)
        {
            case StageTimeBasis.PerVisit:
                _done.Add((stage, visit));
                return;
            case StageTimeBasis.PerDeal when !isFirst:
                _samples[stage] = _samples[stage].Plus(visit);
                return;
            case StageTimeBasis.PerDeal or StageTimeBasis.LatestVisit:
            case StageTimeBasis.FirstVisit when isFirst:
                _samples[stage] = visit;
                _begun |= bit;
                return;
        }
    }

    private void StopWaiting(ulong stages, VisitEnd end, long reading)
    {
        for (ulong mask = stages; mask != 0; mask &= mask - 1)
        {
            int stage = BitOperations.TrailingZeroCount(mask);
            _done.Add((stage, _samples[stage].Ended(end, reading)));
        }

        _waiting &= ~stages;
    }

    private void Finish(in DealState deal)
    {
        bool isClosed = deal.Has(DealFlags.Closed);
        if (!isClosed)
            EndVisit(deal.Current, VisitEnd.StillOpen, _log.AsOfMicros);
        if (_options.Basis == StageTimeBasis.ToLaterStage)
        {
            // A loss is known to be the end only now: until then the deal could be re-opened.
            StopWaiting(_waiting, isClosed ? VisitEnd.Lost : VisitEnd.StillOpen, isClosed ? _lost : _clock.Read(_log.AsOfMicros));
        }
        else
        {
            for (ulong mask = _begun; mask != 0; mask &= mask - 1)
                _done.Add((BitOperations.TrailingZeroCount(mask), _samples[BitOperations.TrailingZeroCount(mask)]));
        }

        foreach ((int stage, StageSample sample) in _done)
            _columns[stage].Add(deal.Cell, sample.End, sample.Value);
    }
}
