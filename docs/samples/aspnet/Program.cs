using LiveFunnel;
using OpenTelemetry.Metrics;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSalesFunnels(builder.Configuration.GetSection("SalesFunnel")); // funnels, file store, start and drain with the host
builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter("SalesFunnel.Metrics").AddPrometheusExporter());
builder.Services.AddHealthChecks().AddCheck<FunnelHealthCheck>("b2b");

WebApplication app = builder.Build();
app.MapPost("/events", EventsEndpoint.PostAsync);
app.MapGet("/report.json", ReportEndpoints.JsonAsync);
app.MapGet("/report.md", ReportEndpoints.MarkdownAsync);
app.MapPrometheusScrapingEndpoint("/metrics");
app.MapHealthChecks("/health");
app.Run();
