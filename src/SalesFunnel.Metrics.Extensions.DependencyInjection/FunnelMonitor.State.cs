using System.Diagnostics;
using System.Globalization;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <content>Checkpoints: reading them at the start, saving them since.</content>
internal sealed partial class FunnelMonitor
{
    private readonly SemaphoreSlim _saving = new(1, 1);
    private IReadOnlyList<string> _damaged = [];
    private SavedCheckpoint _last = SavedCheckpoint.None;
    private long _nextCheckpoint = 1;
    private long _failedSaves;
    private bool _isLastAlone; // the last checkpoint holds more than the one before it
    private bool _isPreviousDamaged; // the store would keep it beside the next one
    private CheckpointConflictException? _conflict;

    public async ValueTask RestoreAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        _gate.Exit();
    }

    public async ValueTask<bool> SaveAsync(CancellationToken cancellationToken = default)
    {
        if (_services.Store is null)
            return false;
        await _saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _services.Saves.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await SaveCoreAsync(_services.Store, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _services.Saves.Release();
            }
        }
        catch (Exception e)
        {
            _failedSaves++;
            _lastError = e.Message;
            throw;
        }
        finally
        {
            _saving.Release();
        }
    }

    private async ValueTask<bool> SaveCoreAsync(IFunnelStore store, CancellationToken cancellationToken)
    {
        if (_conflict is not null)
            throw new InvalidOperationException($"Funnel '{Name}' is saved no more, since another process saves it: {_conflict.Message}", _conflict);
        (FunnelCheckpoint Checkpoint, byte[] Bytes, long Counted)? made = await MakeCheckpointAsync(cancellationToken).ConfigureAwait(false);
        if (made is not var (checkpoint, bytes, counted))
            return false;
        using Activity? activity = FunnelTelemetry.Activities.StartActivity("salesfunnel.save");
        activity?.SetTag(FunnelTelemetry.FunnelTag, Name).SetTag("salesfunnel.bytes", bytes.Length);
        try
        {
            await store.SaveAsync(Name, checkpoint.Number, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointConflictException e)
        {
            _conflict = e;
            throw;
        }

        // Only what the checkpoint before holds too is safe: the last may turn out damaged.
        _queue.Saved(_last.Sources);
        if (_services.Log is { } log)
            await log.TrimAsync(Name, _last.LogNumber, cancellationToken).ConfigureAwait(false);
        _isLastAlone = !_last.Sources.SequenceEqual(checkpoint.Sources) || _last.LogNumber != checkpoint.LogNumber;
        _last = SavedCheckpoint.Of(checkpoint, counted);
        _lastError = null;
        if (!_isPreviousDamaged)
            return true;
        _isPreviousDamaged = false;
        _isLastAlone = true; // once more at once, so that two whole ones are kept
        return await SaveCoreAsync(store, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(FunnelCheckpoint Checkpoint, byte[] Bytes, long Counted)?> MakeCheckpointAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CountAcceptedAsync(_queue.Accepted, cancellationToken).ConfigureAwait(false);
            long counted = _counted;
            if (counted == _last.Counted && !_isLastAlone)
                return null;
            if (_options.Tracking.ReopenWithin is not null)
                Tracker.Compact();
            var checkpoint = new FunnelCheckpoint(Tracker)
            {
                Number = _nextCheckpoint++, // also when the save fails: its end may not have been seen
                SavedAt = _services.Time.GetUtcNow(),
                Sources = _queue.CountedPositions(),
                LogNumber = _logNumber,
                Refused = _queue.Refused,
                Redelivered = _queue.Redelivered,
            };
            return (checkpoint, CheckpointCodec.ToBytes(checkpoint), counted);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Reads the latest checkpoint that is whole, then what the log has after it. The gate is held.</summary>
    private async ValueTask ReadStateAsync(CancellationToken cancellationToken)
    {
        using Activity? activity = FunnelTelemetry.Activities.StartActivity("salesfunnel.restore");
        activity?.SetTag(FunnelTelemetry.FunnelTag, Name);
        FunnelCheckpoint? checkpoint = await ReadCheckpointAsync(cancellationToken).ConfigureAwait(false);
        StageHistoryTracker tracker = checkpoint?.Tracker ?? new StageHistoryTracker(Definition, _options.Tracking);
        long counted = tracker.EventCount;
        var positions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (SourcePosition source in checkpoint?.Sources ?? [])
            positions[source.Source] = source.Number;
        long logged = await ReadLogAsync(tracker, checkpoint?.LogNumber ?? 0, positions, cancellationToken).ConfigureAwait(false);

        foreach ((string source, long number) in positions)
            _queue.Source(this, source, number);
        if (_services.Log is not null)
            _queue.Saved([.. positions.Select(static p => new SourcePosition(p.Key, p.Value))]);
        _queue.Restore(tracker.EventCount, checkpoint?.Refused ?? 0, checkpoint?.Redelivered ?? 0);
        Interlocked.Exchange(ref _counted, tracker.EventCount);
        if (checkpoint is not null)
            _last = SavedCheckpoint.Of(checkpoint, counted);
        _logNumber = logged;
        _tracker = tracker;
        _lastError = null;
    }

    private async ValueTask<FunnelCheckpoint?> ReadCheckpointAsync(CancellationToken cancellationToken)
    {
        if (_services.Store is not { } store)
            return null;
        var damaged = new List<string>();
        StoredCheckpoint? stored = await store.LoadAsync(Name, before: null, cancellationToken).ConfigureAwait(false);
        if (stored is not null)
            _nextCheckpoint = stored.Number + 1;
        for (; stored is not null; stored = await store.LoadAsync(Name, stored.Number, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                FunnelCheckpoint checkpoint = CheckpointCodec.Read(stored.Bytes.Span, Definition, _options.Tracking.Calendar);
                RequireSameChoices(checkpoint.Tracker.Options, stored.Origin);
                _damaged = damaged;
                _isPreviousDamaged = damaged.Count > 0;
                return checkpoint;
            }
            catch (StateFormatException e) when (e.Error is StateFormatError.NotExpected or StateFormatError.UnknownZone)
            {
                throw new FunnelRestoreException(Name, $"The saved state of funnel '{Name}' in {stored.Origin} is whole, but cannot be used: {e.Message} Define the funnel as it was, count again from the source under a new name, or delete the saved state.", e);
            }
            catch (StateFormatException e)
            {
                damaged.Add($"{stored.Origin}: {e.Message}");
            }
        }

        return damaged.Count == 0 ? null : throw new FunnelRestoreException(Name,
            $"No saved state of funnel '{Name}' can be read, and starting empty would lose its counts. Delete the saved state to start anew and deliver all events again. What is wrong: {string.Join(" ", damaged)}");
    }

    private void RequireSameChoices(TrackerOptions saved, string origin)
    {
        TrackerOptions wanted = _options.Tracking;
        bool sameCalendar = saved.Calendar?.Unit == wanted.Calendar?.Unit && string.Equals(saved.Calendar?.ZoneId, wanted.Calendar?.ZoneId, StringComparison.Ordinal);
        if (sameCalendar && saved with { Calendar = null, ExpectedDeals = 0 } == wanted with { Calendar = null, ExpectedDeals = 0 })
            return;
        throw new FunnelRestoreException(Name, $"The saved state of funnel '{Name}' in {origin} was counted with other choices: {saved}, now {wanted}. Choose as before, count again from the source under a new name, or delete the saved state.");
    }

    private async ValueTask<long> ReadLogAsync(StageHistoryTracker tracker, long after, SortedDictionary<string, long> positions, CancellationToken cancellationToken)
    {
        if (_services.Log is not { } log)
            return after;
        var events = new EventBuffer();
        await foreach (LoggedBlock block in log.ReadAsync(Name, after, cancellationToken).ConfigureAwait(false))
        {
            if (block.Number != after + 1)
                throw new FunnelRestoreException(Name, string.Create(CultureInfo.InvariantCulture, $"The event log of funnel '{Name}' goes on with block {block.Number}, but the saved state ends at block {after}: a checkpoint that held what lies between is gone. Bring the store back that belongs to this log, or delete both to start anew."));
            events.Clear();
            try
            {
                foreach (SourcePosition source in EventBlockCodec.Read(block.Bytes.Span, events))
                    positions[source.Source] = source.Number;
            }
            catch (StateFormatException e)
            {
                throw new FunnelRestoreException(Name, string.Create(CultureInfo.InvariantCulture, $"Block {block.Number} in the event log of funnel '{Name}' is damaged: {e.Message}"), e);
            }

            tracker.Add(events.Batch);
            after = block.Number;
        }

        return after;
    }
}
