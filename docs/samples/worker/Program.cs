using FunnelWorker;
using SalesFunnel.Metrics;
using SalesFunnel.Metrics.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSalesFunnel(
    "b2b",
    static f => f.Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest).Stage("Proposal", StageRole.Decision).Won("Signed"),
    static o => (o.SaveEvery, o.ReadEvery) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)));
builder.Services.AddSingleton<IFunnelStore>(static _ => new FileFunnelStore("state"));
builder.Services.AddSalesFunnelHosting();
builder.Services.AddHostedService<CsvIngestion>();
builder.Services.AddHostedService<WinRateWatch>();
builder.Build().Run();
