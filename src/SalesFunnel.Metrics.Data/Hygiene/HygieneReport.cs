namespace SalesFunnel.Metrics.Data;

/// <summary>What is wrong, or odd, in the files of a mapping, and what it does to the figures.</summary>
public sealed record HygieneReport
{
    /// <summary>Gets the mapping that was checked.</summary>
    public required FunnelMapping Mapping { get; init; }

    /// <summary>Gets the files, in the order of reading.</summary>
    public required IReadOnlyList<FileSummary> Files { get; init; }

    /// <summary>Gets how each file is written, in the same order.</summary>
    public required IReadOnlyList<FileFormat> Formats { get; init; }

    /// <summary>Gets the time after which dates are in the future; <c>null</c> when none was given.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Gets the time of the last event that is not in the future; open deals are stale by it. <c>null</c> without dated events.</summary>
    public required DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Gets the deals: all, and those won, lost and open at <see cref="LastEventAt"/>.</summary>
    public required (long All, long Won, long Lost, long Open) Deals { get; init; }

    /// <summary>Gets what was found, in the order of the rules; only rules that found something.</summary>
    public required IReadOnlyList<HygieneFinding> Findings { get; init; }

    /// <summary>Gets the codes of the rules that were checked and found nothing.</summary>
    public required IReadOnlyList<string> Clean { get; init; }

    /// <summary>Gets the rules that could not be checked, each with the reason.</summary>
    public required IReadOnlyList<string> NotChecked { get; init; }
}
