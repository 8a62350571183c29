using System.Threading.Channels;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>One subscription: the threshold, whether it is crossed, and the crossings that its reader has not read yet.</summary>
internal sealed class ThresholdWatcher
{
    private const int MaxUnread = 64;

    private readonly Channel<ThresholdCrossing> _unread;
    private bool _isCrossed;
    private long _missed;

    public ThresholdWatcher(FunnelThreshold threshold)
    {
        Threshold = threshold;
        // The latest crossings tell how things stand, so the oldest give way, and are counted.
        var options = new BoundedChannelOptions(MaxUnread) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true };
        _unread = Channel.CreateBounded<ThresholdCrossing>(options, _ => Interlocked.Increment(ref _missed));
    }

    public FunnelThreshold Threshold { get; }

    /// <summary>Compares a reading with the limits.</summary>
    /// <returns>What the metric threw, for <see cref="Complete"/>; or <c>null</c>.</returns>
    public Exception? Read(string funnel, StageSnapshot snapshot)
    {
        try
        {
            MetricValue value = Threshold.Read(snapshot);
            bool isCrossed = Threshold.IsCrossed(_isCrossed, value);
            if (isCrossed != _isCrossed)
            {
                _isCrossed = isCrossed;
                _unread.Writer.TryWrite(new ThresholdCrossing(funnel, Threshold, isCrossed, value, snapshot.AsOf, Missed: 0));
            }

            return null;
        }
#pragma warning disable CA1031 // code of the caller: whatever it throws is handed to its reader
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    /// <summary>Ends the subscription once its reader has read what there is; with what went wrong, if anything did.</summary>
    public void Complete(Exception? wrong = null) => _unread.Writer.TryComplete(wrong);

    public async IAsyncEnumerable<ThresholdCrossing> CrossingsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ThresholdCrossing crossing in _unread.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            yield return crossing with { Missed = Interlocked.Exchange(ref _missed, 0) };
    }
}
