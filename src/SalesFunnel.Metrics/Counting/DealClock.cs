namespace SalesFunnel.Metrics;

/// <summary>A clock of one deal that stands still while the deal is on hold and, with a work calendar, outside working time.</summary>
internal sealed class DealClock(WorkCalendar? calendar)
{
    private bool _isHeld;
    private long _held; // what it shows while it is held
    private long _offset; // otherwise: what has been left out so far

    public void Reset() => (_isHeld, _held, _offset) = (false, 0, 0);

    /// <summary>What it shows at a time that is not before the last turn; nothing of meaning at an undated one.</summary>
    public long Read(long at) => at == EventTime.Undated ? 0 : _isHeld ? _held : Reading(at) - _offset;

    /// <summary>Stops it, or lets it go on. Undated turns come before any dated entry, so what it shows then means nothing yet.</summary>
    public void Turn(bool hold, long at)
    {
        if (hold == _isHeld)
            return;
        if (hold)
            _held = Read(at);
        else
            _offset = at == EventTime.Undated ? 0 : Reading(at) - _held;
        _isHeld = hold;
    }

    private long Reading(long at) => calendar is null ? at : calendar.Reading(at);
}
