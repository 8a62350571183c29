// Uses the packed libraries together, as an application does. Arguments: the sample's mapping, the version, then the names of all packages.
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SalesFunnel.Metrics;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Reporting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
(string mapping, string version, string[] names) = (args[0], args[1], args[2..]);
foreach (string name in names)
{
    string? loaded = Assembly.Load(name).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
    if (loaded?.Split('+')[0] != version)
        throw new InvalidOperationException($"{name} says it is {loaded}; it was packed as {version}.");
}

FunnelReport report = FunnelReport.Of(FunnelReader.Read(FunnelMapping.Load(mapping)).Log);
if (!ReportMarkdown.ToText(report).Contains("1,111", StringComparison.Ordinal))
    throw new InvalidOperationException("The report of the sample does not show its 1,111 leads.");

var services = new ServiceCollection();
services.AddSalesFunnel("smoke", f => f.Stage("New", StageRole.Awareness).Stage("Offer", StageRole.Decision).Won("Signed"));
await using ServiceProvider provider = services.BuildServiceProvider();
IFunnelMonitor monitor = provider.GetRequiredKeyedService<IFunnelMonitor>("smoke");
var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
await monitor.AddAsync(DealEvent.Enter(1, start, 0));
await monitor.AddAsync(DealEvent.Won(1, start.AddDays(2)));
await monitor.AddAsync(DealEvent.Enter(2, start.AddDays(1), 0));
ConversionRate overall = (await monitor.SnapshotAsync(start.AddDays(3))).OverallConversionRate;
Console.WriteLine($"{names.Length} packages together: live {overall.Converted} of {overall.Entered}");
return overall is { Converted: 1, Entered: 2 } ? 0 : 1;
