using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SalesFunnel.Metrics;

const int Deals = 200_000;
const int BatchLength = 1_000;

long started = Stopwatch.GetTimestamp();
var services = new ServiceCollection();
services.AddSalesFunnel("b2b", static f => f.Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest).Stage("Proposal", StageRole.Decision).Won("Signed"));
await using ServiceProvider provider = services.BuildServiceProvider();
IFunnelMonitor funnel = provider.GetRequiredKeyedService<IFunnelMonitor>("b2b");

var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
var events = new EventBuffer();
for (long deal = 0; deal < Deals; deal++)
{
    DateTimeOffset at = start.AddSeconds(deal);
    events.Add(DealEvent.Enter(deal, at, stage: 0));
    if (deal % 2 == 0)
        events.Add(DealEvent.Enter(deal, at.AddDays(2), stage: 1, amount: 900m));
    if (deal % 4 == 0)
        events.Add(DealEvent.Enter(deal, at.AddDays(5), stage: 2));
    if (deal % 8 == 0)
        events.Add(DealEvent.Won(deal, at.AddDays(20)));
    if (events.Count < BatchLength)
        continue;
    funnel.Add(events.Batch); // waits while the queue is full
    events.Clear();
}

funnel.Add(events.Batch);
StageSnapshot snapshot = await funnel.SnapshotAsync(start.AddDays(60));
Console.WriteLine($"Lead conversion: {snapshot.LeadConversionRate}");
Console.WriteLine($"Overall: {snapshot.Won} of {snapshot.Leads} leads");
Console.WriteLine($"Deal size: {snapshot.DealSize}");
byte[] saved = SnapshotCodec.ToBytes(snapshot);
Console.WriteLine($"{funnel.Status.Applied} events in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, snapshot of {saved.Length} bytes");
return snapshot is { Leads: Deals, Won: Deals / 8 } && SnapshotCodec.Read(saved).Won == snapshot.Won ? 0 : 1;
