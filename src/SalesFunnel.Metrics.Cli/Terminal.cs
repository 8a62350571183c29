namespace SalesFunnel.Metrics.Cli;

/// <summary>Where a command writes: results, messages, and what they go to.</summary>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool IsInteractive, bool ShowsProgress);
