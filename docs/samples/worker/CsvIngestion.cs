using System.Globalization;
using SalesFunnel.Metrics;

namespace FunnelWorker;

/// <summary>Takes a growing file as a numbered source: the number of an event is its line, so each line counts once, however often the process is ended or killed.</summary>
internal sealed partial class CsvIngestion([FromKeyedServices("b2b")] IFunnelMonitor funnel, IConfiguration configuration, ILogger<CsvIngestion> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string path = configuration["file"] ?? "deals.csv";
        IFunnelSource source = await funnel.OpenSourceAsync(Path.GetFileName(path), stoppingToken);
        long last = source.LastAccepted ?? 1; // line 1 holds the names of the columns
        long line = 0;
        await foreach (string text in File.ReadLinesAsync(path, stoppingToken))
        {
            if (++line > last)
                await source.AddAsync(line, Read(text, line), stoppingToken); // waits while the queue is full
        }

        StageSnapshot snapshot = await funnel.SnapshotAsync(cancellationToken: stoppingToken);
        LogTaken(line - last, path, last, snapshot.Leads, snapshot.Won, snapshot.OverallConversionRate.ToString());
    }

    private DealEvent Read(string text, long line)
    {
        string[] fields = text.Split(',');
        if (fields.Length != 5)
            throw new FormatException($"Line {line} has {fields.Length} fields; five are needed: deal, at, type, stage, amount.");
        long deal = long.Parse(fields[0], CultureInfo.InvariantCulture);
        DateTimeOffset at = DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        decimal? amount = fields[4].Length == 0 ? null : decimal.Parse(fields[4], CultureInfo.InvariantCulture);
        return fields[2] switch
        {
            "enter" => DealEvent.Enter(deal, at, StageOf(fields[3], line), amount),
            "won" => DealEvent.Won(deal, at, amount),
            "lost" => DealEvent.Lost(deal, at),
            _ => throw new FormatException($"Line {line} has the type '{fields[2]}'; enter, won and lost are known."),
        };
    }

    private int StageOf(string key, long line)
    {
        int stage = funnel.Definition.Stages.Select(static s => s.Key).ToList().IndexOf(key);
        return stage >= 0 ? stage : throw new FormatException($"Line {line} enters the stage '{key}', which the funnel does not have.");
    }

    [LoggerMessage(LogLevel.Information, "Took {Lines} new lines of {File} after line {Last}: {Leads} leads, {Won} won, overall conversion {Conversion}.")]
    private partial void LogTaken(long lines, string file, long last, long leads, long won, string conversion);
}
