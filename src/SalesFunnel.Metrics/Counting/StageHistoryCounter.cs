namespace SalesFunnel.Metrics;

/// <summary>The one definition of stage history: what an event does to its deal and to the counts. Tracker and log both run it.</summary>
/// <remarks>Events of one deal come in order; the caller checks order and bounds. See docs/semantics.md for the rules.</remarks>
internal sealed partial class StageHistoryCounter
{
    private readonly CellLayout _layout;
    private readonly CohortCalendar? _calendar;
    private readonly long _reopenWithin;
    private readonly int _wonIndex;
    private (long Start, long End) _period; // of the last cohort: input in time order seldom leaves it
    private int _periodNumber;

    public StageHistoryCounter(FunnelDefinition definition, CountingOptions options)
    {
        _layout = new CellLayout(definition.Stages.Count);
        _calendar = options.Calendar;
        _reopenWithin = options.ReopenWithin is { } within ? within.Ticks / TimeSpan.TicksPerMicrosecond : long.MaxValue;
        _wonIndex = definition.WonIndex;
        Segments = new SegmentTable(definition.Dimensions.Count, options.MaxSegmentValues);
        Cells = new CellStore(_layout);
        Masks = new StageMasks(definition.OpenStageCount);
    }

    private StageHistoryCounter(StageHistoryCounter other)
    {
        _layout = other._layout;
        _calendar = other._calendar;
        _reopenWithin = other._reopenWithin;
        _wonIndex = other._wonIndex;
        Segments = other.Segments.Clone();
        Cells = other.Cells.Clone();
        Masks = other.Masks.Clone();
    }

    public SegmentTable Segments { get; }

    public CellStore Cells { get; }

    public StageMasks Masks { get; }

    /// <summary>False leaves visits, moves and times uncounted: for deals that the log drops whole.</summary>
    public bool CountsMovement { get; set; } = true;

    /// <summary>False ignores segment values in events: the caller has put the deal's segment values in its state.</summary>
    public bool ReadsSegments { get; set; } = true;

    public StageHistoryCounter Clone() => new(this);

    public EventEffect Apply(ref DealState deal, int slot, DealEventKind kind, long at, int stage, long value, long segment)
    {
        if (deal.Has(DealFlags.Gone))
            return EventEffect.Impossible;
        switch (kind)
        {
            case DealEventKind.Enter:
                return stage == _wonIndex ? Win(ref deal, slot, at, value, segment) : Enter(ref deal, slot, at, stage, value, segment);
            case DealEventKind.Won:
                return Win(ref deal, slot, at, value, segment);
            case DealEventKind.Lost:
                return Lose(ref deal, slot, at, segment);
            case DealEventKind.Amount:
                return SetAmount(ref deal, value, staysWon: deal.Has(DealFlags.Won));
            case DealEventKind.Segment:
                SetSegment(ref deal, stage, segment);
                return EventEffect.None;
            case DealEventKind.Hold:
                return Hold(ref deal, at);
            case DealEventKind.Resume:
                return Resume(ref deal, at);
            case DealEventKind.Deleted:
                Remove(ref deal, slot);
                return EventEffect.Deleted;
            case DealEventKind.MergedInto:
                Remove(ref deal, slot);
                return EventEffect.Merged;
            default:
                return EventEffect.NotUsed;
        }
    }

    /// <summary>Adds the open visit of a deal, if it has one with a date, to its cell as still open at the as-of time.</summary>
    public static void AddOpenVisit(in DealState deal, long asOf, CellStore cells)
    {
        if (HasOpenVisit(deal))
            cells.AddTime(deal.Cell, deal.Current, VisitEnd.StillOpen, AgeOfVisit(deal, asOf));
    }

    /// <summary>Tells whether a deal is in a stage since a known time.</summary>
    public static bool HasOpenVisit(in DealState deal) =>
        deal.Has(DealFlags.Created) && !deal.Has(DealFlags.Closed | DealFlags.Gone | DealFlags.Untimed);

    /// <summary>How long an open visit has lasted, without time on hold.</summary>
    public static long AgeOfVisit(in DealState deal, long asOf) => deal.Has(DealFlags.OnHold) ? deal.Clock : asOf - deal.Clock;

    /// <summary>Tells whether no event at or after a time can count for a deal any more: it is gone, or closed beyond re-opening.</summary>
    public bool IsSettled(in DealState deal, long now) =>
        deal.Has(DealFlags.Gone) || (deal.Has(DealFlags.Closed) && IsTooLate(deal, now));

    private EventEffect Enter(ref DealState deal, int slot, long at, int stage, long amount, long segment)
    {
        EventEffect effect = EventEffect.Entered;
        if (!deal.Has(DealFlags.Created))
        {
            SetAmount(ref deal, amount, staysWon: false);
            SetSegment(ref deal, 0, segment);
            Create(ref deal, at, stage);
            effect |= EventEffect.Created;
        }
        else if (deal.Has(DealFlags.Closed))
        {
            if (IsTooLate(deal, at))
                return EventEffect.ReopenTooLate;
            FixCohort(ref deal, slot, at);
            TakeOutcomeBack(ref deal);
            SetAmount(ref deal, amount, staysWon: false);
            Span<long> cell = Cells.Cell(deal.Cell);
            deal.Far = (byte)Math.Max(deal.Far, stage);
            cell[CellLayout.FarOpen(deal.Far)]++;
            cell[CellLayout.InStage(stage)]++;
            effect |= EventEffect.Reopened;
        }
        else if (stage == deal.Current)
        {
            FixCohort(ref deal, slot, at);
            return EventEffect.Repeat | SetAmount(ref deal, amount, staysWon: false);
        }
        else
        {
            FixCohort(ref deal, slot, at);
            SetAmount(ref deal, amount, staysWon: false);
            bool back = stage < deal.Current;
            EndVisit(ref deal, at, back ? VisitEnd.Back : VisitEnd.Onward);
            Span<long> cell = Cells.Cell(deal.Cell);
            cell[CellLayout.InStage(deal.Current)]--;
            cell[CellLayout.InStage(stage)]++;
            if (back)
            {
                Regress(ref deal, slot, cell);
                effect |= EventEffect.Regressed;
            }
            else if (stage > deal.Far)
            {
                cell[CellLayout.FarOpen(deal.Far)]--;
                cell[CellLayout.FarOpen(stage)]++;
                deal.Far = (byte)stage;
            }
        }

        StartVisit(ref deal, slot, at, stage);
        return effect;
    }

    private EventEffect Win(ref DealState deal, int slot, long at, long amount, long segment)
    {
        EventEffect effect = EventEffect.Won;
        if (!deal.Has(DealFlags.Created))
        {
            SetAmount(ref deal, amount, staysWon: false);
            SetSegment(ref deal, 0, segment);
            Create(ref deal, at, stage: 0);
            effect |= EventEffect.Created;
        }
        else if (deal.Has(DealFlags.Won))
        {
            FixCohort(ref deal, slot, at);
            return EventEffect.Repeat | SetAmount(ref deal, amount, staysWon: true);
        }
        else if (deal.Has(DealFlags.Lost))
        {
            if (IsTooLate(deal, at))
                return EventEffect.ReopenTooLate;
            FixCohort(ref deal, slot, at);
            SetAmount(ref deal, amount, staysWon: false);
            TakeOutcomeBack(ref deal);
            effect |= EventEffect.Reopened;
        }
        else
        {
            FixCohort(ref deal, slot, at);
            SetAmount(ref deal, amount, staysWon: false);
            EndVisit(ref deal, at, VisitEnd.Won);
        }

        Span<long> cell = LeaveStage(ref deal, effect);
        cell[CellLayout.FarWon(deal.Far)]++;
        if (deal.StrictLevel == _layout.OpenStages)
            cell[_layout.StrictWon]++;
        if (!deal.Has(DealFlags.EverWon))
            cell[_layout.EverWon]++;
        if (CountsMovement)
            cell[_layout.VisitsWon]++;
        deal.WonAmount = deal.Amount;
        if (deal.WonAmount != DealEvent.NoValue)
        {
            cell[_layout.PricedWon]++;
            CellLayout.AddToSum(cell, _layout.WonAmount, deal.WonAmount);
        }

        deal.Set(DealFlags.Won | DealFlags.EverWon);
        Close(ref deal, at);
        return effect;
    }

    private EventEffect Lose(ref DealState deal, int slot, long at, long segment)
    {
        EventEffect effect = EventEffect.Lost;
        if (!deal.Has(DealFlags.Created))
        {
            SetSegment(ref deal, 0, segment);
            Create(ref deal, at, stage: 0);
            effect |= EventEffect.Created;
        }
        else if (deal.Has(DealFlags.Lost))
        {
            FixCohort(ref deal, slot, at);
            return EventEffect.Repeat;
        }
        else if (deal.Has(DealFlags.Won))
        {
            if (IsTooLate(deal, at))
                return EventEffect.ReopenTooLate;
            FixCohort(ref deal, slot, at);
            TakeOutcomeBack(ref deal);
            effect |= EventEffect.Reopened;
        }
        else
        {
            FixCohort(ref deal, slot, at);
            EndVisit(ref deal, at, VisitEnd.Lost);
        }

        Span<long> cell = LeaveStage(ref deal, effect);
        cell[CellLayout.FarLost(deal.Far)]++;
        cell[CellLayout.LostFrom(deal.Current)]++;
        deal.Set(DealFlags.Lost);
        Close(ref deal, at);
        return effect;
    }

    private bool IsTooLate(in DealState deal, long at) =>
        at != EventTime.Undated && deal.Clock != EventTime.Undated && at - deal.Clock > _reopenWithin;

    private static EventEffect SetAmount(ref DealState deal, long amount, bool staysWon)
    {
        if (amount == DealEvent.NoValue)
            return EventEffect.None;
        deal.Amount = amount;
        return staysWon ? EventEffect.AmountEditAfterWin : EventEffect.None;
    }

    private void SetSegment(ref DealState deal, int dimension, long value)
    {
        if (ReadsSegments && value != SegmentValue.None && !deal.Has(DealFlags.Created))
            deal.Cell = Segments.With(deal.Cell, dimension, value);
    }

    private void Create(ref DealState deal, long at, int stage)
    {
        deal.Set(DealFlags.Created | DealFlags.Untimed); // no visit yet
        if (at == EventTime.Undated && _calendar is not null)
            deal.Set(DealFlags.UndatedCohort);
        deal.Cell = Cells.IdOf(deal.Cell, CohortOf(at));
        deal.Far = (byte)stage;
        deal.Current = (byte)stage;
        Span<long> cell = Cells.Cell(deal.Cell);
        cell[CellLayout.FarOpen(stage)]++;
        cell[CellLayout.InStage(stage)]++;
    }

    /// <summary>The first dated entry decides the cohort; until then the deal stands among the undated.</summary>
    private void FixCohort(ref DealState deal, int slot, long at)
    {
        if (!deal.Has(DealFlags.UndatedCohort) || at == EventTime.Undated)
            return;
        deal.Clear(DealFlags.UndatedCohort);
        MoveToCell(ref deal, slot, Cells.IdOf(Cells.SegmentsOf(deal.Cell), CohortOf(at)));
    }

    private int CohortOf(long at)
    {
        if (_calendar is null)
            return 0;
        if (at == EventTime.Undated)
            return CohortPeriod.UndatedNumber;
        if (at < _period.Start || at >= _period.End)
        {
            _periodNumber = _calendar.NumberOf(at);
            _period = _calendar.Bounds(_periodNumber);
        }

        return _periodNumber;
    }

    private void StartVisit(ref DealState deal, int slot, long at, int stage)
    {
        deal.Current = (byte)stage;
        bool undated = at == EventTime.Undated;
        deal.Flags = undated ? deal.Flags | DealFlags.Untimed : deal.Flags & ~DealFlags.Untimed;
        deal.Clock = deal.Has(DealFlags.OnHold) ? 0 : at;
        Span<long> cell = Cells.Cell(deal.Cell);
        if (CountsMovement)
            cell[CellLayout.Visits(stage)]++;
        if (Masks.AddTouched(ref deal, slot, stage))
            cell[CellLayout.Touched(stage)]++;
        if (stage == deal.StrictLevel)
        {
            cell[CellLayout.Strict(stage)]++;
            deal.StrictLevel++;
        }
    }

    private void EndVisit(ref DealState deal, long at, VisitEnd end)
    {
        if (!CountsMovement)
            return;
        if (deal.Has(DealFlags.Untimed))
        {
            Cells.Cell(deal.Cell)[CellLayout.Untimed(deal.Current)]++;
            return;
        }

        long micros = deal.Has(DealFlags.OnHold) ? deal.Clock : at - deal.Clock;
        Cells.AddTime(deal.Cell, deal.Current, end, micros);
    }

    private void Regress(ref DealState deal, int slot, Span<long> cell)
    {
        if (CountsMovement)
            cell[CellLayout.RegressMoves(deal.Current)]++;
        if (Masks.AddRegressed(ref deal, slot, deal.Current))
            cell[CellLayout.RegressedDeals(deal.Current)]++;
    }

    /// <summary>Takes an open deal out of its stage; one whose outcome was just taken back stands in none.</summary>
    private Span<long> LeaveStage(ref DealState deal, EventEffect effect)
    {
        Span<long> cell = Cells.Cell(deal.Cell);
        if ((effect & EventEffect.Reopened) == 0)
        {
            cell[CellLayout.InStage(deal.Current)]--;
            cell[CellLayout.FarOpen(deal.Far)]--;
        }

        return cell;
    }

    private static void Close(ref DealState deal, long at)
    {
        deal.Clear(DealFlags.OnHold);
        deal.Clock = at;
    }

    private void TakeOutcomeBack(ref DealState deal)
    {
        Span<long> cell = Cells.Cell(deal.Cell);
        AddOutcome(deal, cell, -1);
        if (CountsMovement)
            cell[_layout.Reopenings]++;
        if (!deal.Has(DealFlags.Reopened))
            cell[_layout.ReopenedDeals]++;
        deal.Set(DealFlags.Reopened);
        deal.Clear(DealFlags.Closed);
    }

    private static EventEffect Hold(ref DealState deal, long at)
    {
        if (deal.Has(DealFlags.OnHold))
            return EventEffect.Repeat;
        deal.Set(DealFlags.OnHold);
        TurnClock(ref deal, at);
        return EventEffect.None;
    }

    private static EventEffect Resume(ref DealState deal, long at)
    {
        if (!deal.Has(DealFlags.OnHold))
            return EventEffect.Impossible;
        deal.Clear(DealFlags.OnHold);
        TurnClock(ref deal, at);
        return EventEffect.None;
    }

    /// <summary>Start time ↔ time so far: the same subtraction both ways.</summary>
    private static void TurnClock(ref DealState deal, long at)
    {
        if (deal.Has(DealFlags.Created) && !deal.Has(DealFlags.Closed | DealFlags.Untimed))
            deal.Clock = at - deal.Clock;
    }
}
