using System.Collections.Concurrent;
using System.Diagnostics;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>Runs cases over cores, counts how they end, and watches for one that does not.</summary>
public sealed class FuzzRun(IReadOnlyList<FuzzSeed> seeds, TimeSpan perInput)
{
    private const int MaxKept = 20;

    private readonly long[] _outcomes = new long[Enum.GetValues<FuzzOutcome>().Length];
    private readonly ConcurrentDictionary<string, long> _bySeed = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _problems = new();
    private long _next;
    private long _slowestTicks;

    /// <summary>Gets how many cases ended each way.</summary>
    public IReadOnlyList<long> Outcomes => _outcomes;

    /// <summary>Gets how many cases were read, by seed.</summary>
    public IReadOnlyDictionary<string, long> ReadBySeed => _bySeed;

    /// <summary>Gets the first problems, each with the number of its case.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Gets the case that was running when the time of one input was over, if there was one.</summary>
    public long? Hang { get; private set; }

    public TimeSpan Slowest => Stopwatch.GetElapsedTime(0, _slowestTicks);

    public long Done => _outcomes.Sum();

    public bool IsClean => Hang is null && _problems.IsEmpty;

    /// <summary>Runs the cases [first, first + count), and returns early when one hangs.</summary>
    public void Run(long first, long count, int workers, Action<FuzzRun>? everyTenSeconds = null)
    {
        _next = first;
        var states = new WorkerState[workers];
        var threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            WorkerState state = states[i] = new WorkerState();
            threads[i] = new Thread(() => Work(state, first + count)) { IsBackground = true };
            threads[i].Start();
        }

        long shown = Stopwatch.GetTimestamp();
        while (Array.Exists(threads, static t => t.IsAlive))
        {
            Array.Find(threads, static t => t.IsAlive)?.Join(100);
            foreach (WorkerState state in states)
            {
                long since = Volatile.Read(ref state.Since);
                if (since != 0 && Stopwatch.GetElapsedTime(since) > perInput)
                {
                    Hang = Volatile.Read(ref state.Case);
                    return;
                }
            }

            if (everyTenSeconds is not null && Stopwatch.GetElapsedTime(shown).TotalSeconds > 10)
            {
                shown = Stopwatch.GetTimestamp();
                everyTenSeconds(this);
            }
        }
    }

    private void Work(WorkerState state, long end)
    {
        while (Interlocked.Increment(ref _next) - 1 is var number && number < end)
        {
            Volatile.Write(ref state.Case, number);
            long start = Stopwatch.GetTimestamp();
            Volatile.Write(ref state.Since, start);
            var input = new FuzzCase(seeds, number);
            FuzzOutcome outcome = input.Run(out string? problem);
            Volatile.Write(ref state.Since, 0);
            Interlocked.Increment(ref _outcomes[(int)outcome]);
            if (outcome == FuzzOutcome.Read)
                _bySeed.AddOrUpdate(input.Seed, 1, static (_, n) => n + 1);
            if (problem is not null && _problems.Count < MaxKept)
                _problems.Enqueue($"case {number} ({input.Seed}): {outcome}: {problem}");
            long took = Stopwatch.GetTimestamp() - start;
            for (long slowest = Volatile.Read(ref _slowestTicks); took > slowest;)
            {
                long before = Interlocked.CompareExchange(ref _slowestTicks, took, slowest);
                if (before == slowest)
                    break;
                slowest = before;
            }
        }
    }

    private sealed class WorkerState
    {
        public long Since;
        public long Case;
    }
}
