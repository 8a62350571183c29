using System.Diagnostics;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <content>Counting what waits.</content>
internal sealed partial class FunnelMonitor
{
    private StageHistoryTracker? _tracker; // made by the first restore
    private EventBuffer? _pending; // taken from the queue, but not yet in the log
    private long _counted;
    private long _logNumber;
    private string? _lastError;
    private volatile bool _isFailing; // until the next tick, so that a log that fails is not asked again for every event
    private Exception? _fault; // counting broke off in the middle: nothing can be said any more

    private StageHistoryTracker Tracker => _tracker!;

    /// <summary>Counts one block after the other on a pool thread until none waits.</summary>
    public void Execute() => _ = RunAsync();

    private void Schedule()
    {
        if (!_isFailing && Volatile.Read(ref _isScheduled) == 0 && Interlocked.Exchange(ref _isScheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Counts a block on the thread of a writer that found no room: were all threads of the pool blocked writers, none would be left to count.</summary>
    /// <returns>False when another has the gate, or counting would have to wait for the log or the saved state.</returns>
    private bool TryHelp()
    {
        bool couldWait = _services.Log is not null || (_tracker is null && _services.Store is not null);
        if (couldWait || _fault is not null || !_gate.TryEnter())
            return false;
        try
        {
            ValueTask reading = _tracker is null ? ReadStateAsync(CancellationToken.None) : ValueTask.CompletedTask;
            if (!reading.IsCompletedSuccessfully)
                return false;
            ValueTask<bool> counting = CountBlockAsync(CancellationToken.None);
            return counting.IsCompletedSuccessfully && counting.Result;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            bool more;
            do
            {
                // The gate is given back after each block, and readers go first, so they wait for one block at most.
                await _gate.EnterLastAsync().ConfigureAwait(false);
                await BeginAsync(CancellationToken.None).ConfigureAwait(false);
                try
                {
                    more = await CountBlockAsync(CancellationToken.None).ConfigureAwait(false);
                }
                finally
                {
                    _gate.Exit();
                }
            }
            while (more);
        }
#pragma warning disable CA1031 // nobody awaits a worker: the error shows in the status, and the next tick tries again
        catch (Exception e)
#pragma warning restore CA1031
        {
            _lastError = e.Message;
            _isFailing = true;
            Volatile.Write(ref _isScheduled, 0);
            return;
        }

        Volatile.Write(ref _isScheduled, 0);
        Interlocked.MemoryBarrier();
        if (Interlocked.Read(ref _counted) < _queue.Accepted) // came between the last look and the flag
            Schedule();
    }

    /// <summary>Takes the gate, with the saved state read.</summary>
    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        await BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sees that the saved state is read. The gate is held, and given back when this fails.</summary>
    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_fault is not null)
                throw FunnelFault.Of(Name, _fault);
            if (_tracker is null)
                await ReadStateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _gate.Exit();
            throw;
        }
    }

    private async ValueTask CountAcceptedAsync(long accepted, CancellationToken cancellationToken)
    {
        while (Interlocked.Read(ref _counted) < accepted && await CountBlockAsync(cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Counts the block that waits, after the log has it.</summary>
    /// <returns>False when none waits.</returns>
    private async ValueTask<bool> CountBlockAsync(CancellationToken cancellationToken)
    {
        EventBuffer? block = _pending ?? _queue.Take();
        if (block is null)
            return false;
        using Activity? activity = FunnelTelemetry.Activities.StartActivity("salesfunnel.count");
        activity?.SetTag(FunnelTelemetry.FunnelTag, Name).SetTag("salesfunnel.events", block.Count);
        if (_services.Log is { } log)
        {
            _pending = block;
            SourcePosition[] positions = _queue.CountedPositions();
            await log.AppendAsync(Name, _logNumber + 1, EventBlockCodec.ToBytes(block.Batch, positions), cancellationToken).ConfigureAwait(false);
            _logNumber++;
            _pending = null;
            _queue.Saved(positions);
            _lastError = null;
        }

        try
        {
            Tracker.Add(block.Batch);
        }
        catch (Exception e)
        {
            _fault = e;
            _queue.Close(e);
            throw;
        }

        Interlocked.Add(ref _counted, block.Count);
        return true;
    }
}
