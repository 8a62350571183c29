namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <content>What happens from time to time: readings for thresholds and telemetry, saves; status; the end.</content>
internal sealed partial class FunnelMonitor
{
    private readonly Lock _watching = new();
    private ThresholdWatcher[] _watchers = [];
    private StageSnapshot? _reading;
    private long _readCount = -1;
    private bool _hasEnded; // nothing will be read any more
    private bool _mustRead; // a new watcher has read nothing yet
    private DateTimeOffset _lastReadAt;
    private DateTimeOffset _lastSaveAt;
    private int _isBusy;
    private bool _isIdle;

    public FunnelMonitorStatus Status => new()
    {
        Accepted = _queue.Accepted,
        Applied = Interlocked.Read(ref _counted),
        Refused = _queue.Refused,
        Redelivered = _queue.Redelivered,
        Rejected = _tracker?.RejectedCount ?? 0,
        LastEventAt = _tracker?.LastEventAt,
        Deals = _tracker?.DealCount ?? 0,
        StateBytes = _queue.Bytes + (_tracker?.StateBytes ?? 0),
        IsRestored = _tracker is not null,
        LastCheckpoint = _last.Number,
        LastSavedAt = _last.At,
        FailedSaves = _failedSaves,
        LastError = _lastError,
        DamagedCheckpoints = _damaged,
    };

    /// <summary>The counts as last read for thresholds and telemetry, or <c>null</c> before the first reading.</summary>
    public StageSnapshot? Reading => Volatile.Read(ref _reading);

    /// <summary>Does what is due, on the pool. Cheap when nothing is.</summary>
    public void Tick(DateTimeOffset now, FunnelTelemetry telemetry)
    {
        long counted = Interlocked.Read(ref _counted);
        _isFailing = false;
        if (counted < _queue.Accepted)
            Schedule(); // after an error nobody else would
        bool listens = telemetry.IsListenedTo || _watchers.Length > 0;
        bool reads = listens && IsDue(now, _lastReadAt, _options.ReadEvery) && (_mustRead || counted != _readCount);
        bool saves = _services.Store is not null && _tracker is not null && IsDue(now, _lastSaveAt, _options.SaveEvery) && (counted != _last.Counted || _isLastAlone);
        if ((reads || saves) && Interlocked.Exchange(ref _isBusy, 1) == 0)
            _ = DoDueAsync(reads, saves, now, telemetry);
        else if (!reads && !saves)
            TrimWhenIdle(counted);
    }

    /// <summary>Takes nothing more, counts and saves what was taken, ends subscriptions.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        try
        {
            if (_tracker is not null || _queue.Accepted > 0)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
                await SaveAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            EndWatching();
        }
    }

    private static bool IsDue(DateTimeOffset now, DateTimeOffset last, TimeSpan every) => every != Timeout.InfiniteTimeSpan && now - last >= every;

    private async Task DoDueAsync(bool reads, bool saves, DateTimeOffset now, FunnelTelemetry telemetry)
    {
        await Task.Yield(); // the tick goes on to the next funnel
        try
        {
            if (reads)
            {
                _lastReadAt = now;
                await ReadAsync(telemetry).ConfigureAwait(false);
            }

            if (saves)
            {
                _lastSaveAt = now;
                await SaveAsync().ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // nobody awaits this: the error shows in the status, and it is tried again
        catch (Exception e)
#pragma warning restore CA1031
        {
            _lastError = e.Message;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private async ValueTask ReadAsync(FunnelTelemetry telemetry)
    {
        _mustRead = false;
        long counted = Interlocked.Read(ref _counted);
        StageSnapshot snapshot = await SnapshotAsync().ConfigureAwait(false);
        _readCount = counted;
        telemetry.RecordTimes(this, Reading, snapshot);
        Volatile.Write(ref _reading, snapshot);
        foreach (ThresholdWatcher watcher in _watchers)
        {
            if (watcher.Read(Name, snapshot) is not { } wrong)
                continue;
            _lastError = $"The metric of threshold '{watcher.Threshold.Name}' failed: {wrong.Message}";
            Remove(watcher);
            watcher.Complete(wrong); // last: its reader finds the error in the status
        }
    }

    private async IAsyncEnumerable<ThresholdCrossing> WatchCoreAsync(ThresholdWatcher watcher, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (_watching)
        {
            _watchers = [.. _watchers, watcher];
            if (_hasEnded)
                watcher.Complete();
        }

        _mustRead = true;
        try
        {
            await foreach (ThresholdCrossing crossing in watcher.CrossingsAsync(cancellationToken).ConfigureAwait(false))
                yield return crossing;
        }
        finally
        {
            Remove(watcher);
        }
    }

    private void EndWatching()
    {
        lock (_watching)
        {
            _hasEnded = true;
            foreach (ThresholdWatcher watcher in _watchers)
                watcher.Complete();
        }
    }

    private void Remove(ThresholdWatcher watcher)
    {
        lock (_watching)
            _watchers = [.. _watchers.Where(w => w != watcher)];
    }

    private void TrimWhenIdle(long counted)
    {
        bool wasIdle = _isIdle;
        _isIdle = counted == _queue.Accepted && Volatile.Read(ref _isScheduled) == 0;
        if (!wasIdle || !_isIdle || !_gate.TryEnter())
            return;
        if (_pending is null)
            _queue.Trim();
        _gate.Exit();
    }
}
