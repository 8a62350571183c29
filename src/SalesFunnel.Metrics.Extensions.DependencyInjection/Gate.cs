namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Lets one at a time to the counts.</summary>
/// <remarks>A semaphore would hand itself to whoever waits, before a thread of the pool runs that code. Were all threads blocked writers, the gate would stay shut until the pool has grown past them.
/// This gate is free until it is taken by code that runs. Those who wait come first all the same, unless they are overdue.</remarks>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _turn;
    private int _waiting;
    private bool _isHeld;
    private bool _isOverdue; // those who wait were let in, and no thread came to run them

    /// <summary>Takes the gate if it is free and nobody waits for it.</summary>
    public bool TryEnter()
    {
        lock (_lock)
            return TryTake(beforeOthers: false);
    }

    /// <summary>Takes the gate as soon as it can be had, before those who only try and those who come last.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        lock (_lock)
        {
            if (TryTake(beforeOthers: true))
                return ValueTask.CompletedTask;
            _waiting++;
        }

        return new ValueTask(EnterLaterAsync(cancellationToken));
    }

    /// <summary>Takes the gate when nobody waits for it.</summary>
    public async ValueTask EnterLastAsync()
    {
        while (TakeOrWait(beforeOthers: false) is { } turn)
            await turn.ConfigureAwait(false);
    }

    /// <summary>Gives the gate back.</summary>
    public void Exit()
    {
        lock (_lock)
            _isHeld = false;
        Wake();
    }

    /// <summary>Says that a thread was held up for a while. If the gate is free, those who wait for it cannot be running: until one of them does, others go first.</summary>
    public void ReportDelay()
    {
        lock (_lock)
            _isOverdue = _waiting > 0 && !_isHeld;
    }

    private async Task EnterLaterAsync(CancellationToken cancellationToken)
    {
        bool isIn = false;
        try
        {
            while (TakeOrWait(beforeOthers: true) is { } turn)
            {
                await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
                lock (_lock)
                    _isOverdue = false;
            }

            isIn = true;
        }
        finally
        {
            lock (_lock)
                _waiting--;
            if (!isIn)
                Wake(); // those who stood back for this one
        }
    }

    private bool TryTake(bool beforeOthers)
    {
        if (_isHeld || !(beforeOthers || _waiting == 0 || _isOverdue))
            return false;
        return _isHeld = true;
    }

    /// <returns><c>null</c> when the gate was taken, else what ends when it is worth another look.</returns>
    private Task? TakeOrWait(bool beforeOthers)
    {
        lock (_lock)
        {
            if (TryTake(beforeOthers))
                return null;
            _turn ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _turn.Task;
        }
    }

    private void Wake()
    {
        TaskCompletionSource? turn;
        lock (_lock)
            (turn, _turn) = (_turn, null);
        turn?.SetResult();
    }
}
