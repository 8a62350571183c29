using Microsoft.Extensions.Time.Testing;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>Funnels, clocks and events that several tests share.</summary>
internal static class Live
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static FunnelDefinition Funnel { get; } = FunnelDefinition.Create("B2B")
        .Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest).Stage("Proposal", StageRole.Decision).Won("Signed");

    public static FunnelMonitors Of(IFunnelStore? store = null, IEventLog? log = null, TimeProvider? time = null, Action<FunnelMonitorOptions>? configure = null) =>
        new([new FunnelRegistration("b2b", static _ => Funnel, configure)], null, time ?? new FakeTimeProvider(Start.AddYears(1)), store, log);

    /// <summary>Deals first, first + 1, …: each enters two stages, then every third is won, every third lost.</summary>
    public static EventBuffer Deals(long first, int deals)
    {
        var events = new EventBuffer();
        for (long deal = first; deal < first + deals; deal++)
        {
            DateTimeOffset at = Start.AddMinutes(deal);
            events.Add(DealEvent.Enter(deal, at, 0));
            events.Add(DealEvent.Enter(deal, at.AddHours(1), 1, amount: 100m));
            if (deal % 3 != 0)
                events.Add(deal % 3 == 1 ? DealEvent.Won(deal, at.AddHours(3)) : DealEvent.Lost(deal, at.AddHours(2)));
        }

        return events;
    }

    /// <summary>What a tracker counts that is given the same events in one batch.</summary>
    public static byte[] Bytes(EventBuffer events, DateTimeOffset asOf)
    {
        var tracker = new StageHistoryTracker(Funnel);
        tracker.Add(events.Batch);
        return SnapshotCodec.ToBytes(tracker.Snapshot(asOf));
    }
}
