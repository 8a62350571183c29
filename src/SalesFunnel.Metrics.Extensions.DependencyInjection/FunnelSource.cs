using System.Globalization;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>A numbered source of one monitor. Its positions are guarded by the lock of the queue.</summary>
internal sealed class FunnelSource : IFunnelSource
{
    public const long None = long.MinValue;

    private readonly FunnelMonitor _monitor;
    private long _accepted;
    private long _saved = None; // after a restart too: the last checkpoint alone may turn out damaged

    public FunnelSource(FunnelMonitor monitor, string name, long? position)
    {
        _monitor = monitor;
        Name = name;
        _accepted = Taken = position ?? None;
    }

    public string Name { get; }

    public long? LastAccepted => OrNull(Interlocked.Read(ref _accepted));

    public long? LastSaved => OrNull(Interlocked.Read(ref _saved));

    /// <summary>The last number in the queue or counted.</summary>
    public long Accepted
    {
        get => _accepted;
        set => Interlocked.Exchange(ref _accepted, value);
    }

    /// <summary>The last number that was handed out to be counted.</summary>
    public long Taken { get; set; }

    public long Saved
    {
        get => _saved;
        set => Interlocked.Exchange(ref _saved, value);
    }

    public bool TryAdd(long number, in DealEvent dealEvent) => _monitor.TryAdd(this, number, dealEvent);

    public int TryAdd(ReadOnlySpan<long> numbers, EventBatch events)
    {
        Require(numbers, events.Length);
        return _monitor.TryAdd(this, numbers, events);
    }

    public void Add(ReadOnlySpan<long> numbers, EventBatch events, CancellationToken cancellationToken = default)
    {
        Require(numbers, events.Length);
        _monitor.Add(this, numbers, events, cancellationToken);
    }

    public ValueTask AddAsync(long number, DealEvent dealEvent, CancellationToken cancellationToken = default) => _monitor.AddAsync(this, number, dealEvent, cancellationToken);

    private static long? OrNull(long number) => number == None ? null : number;

    private void Require(ReadOnlySpan<long> numbers, int events)
    {
        if (numbers.Length != events)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Source '{Name}' gives {numbers.Length} numbers for {events} events. Give one a row."), nameof(numbers));
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1])
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Source '{Name}' gives number {numbers[i]} after {numbers[i - 1]}, in row {i}. Numbers ascend, so that what was taken can be told from what was not."), nameof(numbers));
        }
    }
}
