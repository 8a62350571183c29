using System.Globalization;
using SalesFunnel.Metrics;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
FunnelDefinition funnel = FunnelDefinition.Create("Smoke")
    .Stage("New", StageRole.Awareness)
    .Stage("Offer", StageRole.Decision)
    .Won("Signed");
var tracker = new StageHistoryTracker(funnel, new TrackerOptions { Calendar = CohortCalendar.Of(CohortUnit.Month) });
var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
tracker.Enter(1, start, 0, amount: 500m);
tracker.Enter(1, start.AddDays(2), 1);
tracker.Enter(1, start.AddDays(9), 2);
tracker.Enter(2, start.AddDays(1), 0);
tracker.Add(DealEvent.Lost(2, start.AddDays(4)));
tracker.Enter(3, start.AddDays(3), 1);

ConversionRate overall = tracker.Snapshot(start.AddDays(10)).OverallConversionRate;
Console.WriteLine($"Overall conversion: {overall.Converted} of {overall.Entered}");
return overall is { Converted: 1, Entered: 3 } ? 0 : 1;
