using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>What the command line asked for.</summary>
internal sealed record ReportRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public IReadOnlyList<string> DateFormats { get; init; } = [];

    public AsOfTime? AsOf { get; init; }

    public required IReadOnlyList<string> By { get; init; }

    public string? Cohort { get; init; }

    public required string Rule { get; init; }

    public PeriodPair? Compare { get; init; }

    public string? Split { get; init; }

    public long MinimumSample { get; init; }

    public required string Format { get; init; }

    public string? OutputFile { get; init; }

    public bool IsStrict { get; init; }

    public bool IsInteractive { get; init; }

    public bool ShowsProgress { get; init; }
}
