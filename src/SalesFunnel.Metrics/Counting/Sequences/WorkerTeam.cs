using System.Runtime.ExceptionServices;

namespace SalesFunnel.Metrics;

/// <summary>Runs a task on the calling thread and on threads of the pool, and waits for all. Allocates nothing per run.</summary>
/// <remarks>A task that no pool thread has begun when the caller is done with its own is run by the caller, so a busy pool delays nothing and cannot lock up.</remarks>
internal sealed class WorkerTeam
{
    private readonly Member[] _members; // all but the caller
    private readonly object _gate = new(); // a Lock cannot be waited on
    private int _running;
    private Action<int> _task = static _ => { };

    public WorkerTeam(int count)
    {
        _members = new Member[count - 1];
        for (int i = 0; i < _members.Length; i++)
            _members[i] = new Member(this, i + 1);
    }

    /// <summary>Gets the number of threads, the caller's included.</summary>
    public int Count => _members.Length + 1;

    /// <summary>Runs a task once for each of the numbers 0 … <see cref="Count"/> − 1.</summary>
    /// <param name="task">The task; takes its number.</param>
    public void Run(Action<int> task)
    {
        _task = task;
        _running = _members.Length;
        foreach (Member member in _members)
            member.Offer();
        ExceptionDispatchInfo? failure = null;
        try
        {
            task(0);
        }
#pragma warning disable CA1031 // thrown again once all have ended
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        foreach (Member member in _members)
            member.Execute();
        lock (_gate)
        {
            while (_running > 0)
                Monitor.Wait(_gate);
        }

        foreach (Member member in _members)
            failure ??= member.Failure;
        failure?.Throw();
    }

    private sealed class Member(WorkerTeam team, int number) : IThreadPoolWorkItem
    {
        private int _isOffered;

        public ExceptionDispatchInfo? Failure { get; private set; }

        public void Offer()
        {
            Failure = null;
            Volatile.Write(ref _isOffered, 1);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        /// <summary>Runs the task unless someone has begun it. A stale call from an earlier offer runs the new one, which is as good.</summary>
        public void Execute()
        {
            if (Interlocked.Exchange(ref _isOffered, 0) == 0)
                return;
            try
            {
                team._task(number);
            }
#pragma warning disable CA1031 // thrown again by the caller of Run
            catch (Exception e)
#pragma warning restore CA1031
            {
                Failure = ExceptionDispatchInfo.Capture(e);
            }

            lock (team._gate)
            {
                if (--team._running == 0)
                    Monitor.Pulse(team._gate);
            }
        }
    }
}
