namespace SalesFunnel.Metrics.Insights;

/// <summary>Where a funnel leaks and where it jams, in four lists with four orders; none is the order of the lowest conversion.</summary>
/// <remarks>Money lost at a step = decided deals × (reference − rate) × value of a deal that goes on, where that value = conversion of the later steps × amount of a won deal. With the value of
/// the same deals this is the gain at reference, revenue × (reference ÷ rate − 1). Interval: Newcombe's for the gap, and the variance of the value (binomial wins, spread of amounts), put together by
/// the square-and-add rule; coverage in docs/statistics.md.</remarks>
public sealed class BottleneckReport
{
    internal BottleneckReport(FunnelDefinition definition, BottleneckOptions options, DateTimeOffset? since, IReadOnlyList<Bottleneck> byMoney, IReadOnlyList<LostValue> byLostValue, IReadOnlyList<StageWait> queues)
    {
        Definition = definition;
        Options = options;
        Since = since;
        ByMoney = byMoney;
        ByLostValue = byLostValue;
        ByQueueTime = [.. queues.OrderByDescending(static q => q.QueueDays).ThenBy(static q => q.Stage).ThenBy(static q => q.Segment)];
        ByStalledValue = [.. queues.OrderByDescending(static q => q.StalledAmount).ThenBy(static q => q.Stage).ThenBy(static q => q.Segment)];
    }

    /// <summary>Gets the funnel.</summary>
    public FunnelDefinition Definition { get; }

    /// <summary>Gets the choices made.</summary>
    public BottleneckOptions Options { get; }

    /// <summary>Gets from when on deals are judged; <c>null</c> = all.</summary>
    public DateTimeOffset? Since { get; }

    /// <summary>Gets how many rows were tested; the p-values are adjusted over these.</summary>
    public int Tested => ByMoney.Count(static row => row.PValue is not null);

    /// <summary>Gets every step of every segment, the most expected money lost first; rows without it last. Equal ones by stage, then segment.</summary>
    public IReadOnlyList<Bottleneck> ByMoney { get; }

    /// <summary>Gets the stages by the amounts of the deals lost there, of all deals, whether judged or not.</summary>
    public IReadOnlyList<LostValue> ByLostValue { get; }

    /// <summary>Gets the stages by queue time: open deals × time beyond the limit.</summary>
    public IReadOnlyList<StageWait> ByQueueTime { get; }

    /// <summary>Gets the stages by the amounts of stalled deals.</summary>
    public IReadOnlyList<StageWait> ByStalledValue { get; }
}
