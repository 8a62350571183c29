namespace SalesFunnel.Metrics;

/// <content>What a codec saves, and takes over into a tracker without events.</content>
public sealed partial class StageHistoryTracker
{
    internal StageHistoryCounter Counter => _counter;

    /// <summary>Gets the states of the deals.</summary>
    internal DealTable Deals => _deals;

    internal TrackerTotals Totals
    {
        get => new(EventCount, _lastAt, _usesInputOrder, _isPartial, _tally, _rejected.ToRejections());
        set
        {
            (EventCount, _lastAt, _usesInputOrder, _isPartial, _tally) = (value.Events, value.LastAt, value.UsesInputOrder, value.IsPartial, value.Tally);
            _rejected.Add(value.Rejections);
        }
    }

    /// <summary>The events that wait, in the order in which they will be released.</summary>
    internal (DealEvent Event, long Position)[] Waiting() => _waiting is null ? [] : _waiting.InOrder();

    /// <summary>Takes over an event that waited; the totals are there already.</summary>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    internal string? RestoreWaiting(in DealEvent dealEvent, long position)
    {
        if (_waiting is null)
            return "events wait, and the options allow no lateness";
        if (position >= EventCount || Refuse(dealEvent.Entity, dealEvent.AtUnixMicros, dealEvent.Kind, dealEvent.Stage, dealEvent.Value, dealEvent.Segment) != 0)
            return "it would have been rejected, or comes after the last one";
        if (dealEvent.AtUnixMicros > _lastAt || dealEvent.AtUnixMicros <= _waiting.Watermark(_lastAt) || dealEvent.AtUnixMicros == EventTime.Undated)
            return "it does not wait at this time";
        _waiting.Add(dealEvent, position);
        return null;
    }
}
