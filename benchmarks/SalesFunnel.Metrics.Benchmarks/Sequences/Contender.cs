using System.Diagnostics;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>One way to count, with its times.</summary>
internal sealed class Contender(string name, int threads, Func<Measured> run, int maxRounds = int.MaxValue)
{
    private readonly List<double> _seconds = [];
    private Func<Measured>? _run = run;

    public string Name => name;

    public int Threads => threads;

    /// <summary>Gets a value indicating whether the answer is another one by its definition, and so is not compared.</summary>
    public bool AnswersOtherwise { get; init; }

    /// <summary>Gets a value indicating whether its quantiles may be those of a rank beside the nearest one.</summary>
    public bool IsOffByARank { get; init; }

    /// <summary>Gets a value indicating whether it stands in for a way to count of ours that is not here yet.</summary>
    public bool IsStandIn { get; init; }

    public long[] Answer { get; private set; } = [];

    public long AllocatedBytes { get; private set; }

    public int Rounds => _seconds.Count;

    public double Best => _seconds.Min();

    public double Median
    {
        get
        {
            double[] ascending = [.. _seconds.Order()];
            return (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;
        }
    }

    /// <summary>Runs once without taking the time: compiles, fills caches, and shows the answer.</summary>
    public void WarmUp() => Answer = _run!().Answer;

    public void Round()
    {
        if (_seconds.Count >= maxRounds)
            return;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long began = Stopwatch.GetTimestamp();
        Measured measured = _run!();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        _seconds.Add(measured.Seconds ?? seconds);
    }

    /// <summary>Lets go of the state and the data of the contender; its times stay.</summary>
    public void Release() => _run = null;
}
