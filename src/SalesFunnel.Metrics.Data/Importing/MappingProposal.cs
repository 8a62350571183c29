namespace SalesFunnel.Metrics.Data;

/// <summary>A mapping that was made by looking at files, with what was recognised and how sure that is.</summary>
/// <remarks>The files are read once each. Nothing else reads exports: whatever is recognised becomes a <see cref="FunnelMapping"/>, which can be written down,
/// looked at and changed before it is used. See <c>docs/importing.md</c>.</remarks>
public sealed class MappingProposal
{
    internal MappingProposal(FunnelMapping mapping, string system, IReadOnlyList<Finding> findings) => (Mapping, System, Findings) = (mapping, system, findings);

    /// <summary>Gets the mapping.</summary>
    public FunnelMapping Mapping { get; }

    /// <summary>Gets the system that the files come from, or what they are when they come from none that is known.</summary>
    public string System { get; }

    /// <summary>Gets what was recognised.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Looks at the exports of one system: a list of deals, a history, or both, which are then joined by id; with tables of merged deals and of stages if there are.</summary>
    /// <param name="paths">The files, all in one folder.</param>
    /// <param name="dateFormats">.NET formats of times, for files in which nobody can tell day from month; empty = look.</param>
    /// <param name="openFile">How a file is opened by its path; from the disk when not given.</param>
    /// <param name="cancellationToken">Checked about every 65,536 rows.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="FunnelDataException">A file cannot be read or is not recognised, or the files do not belong together; the message says what to do.</exception>
    public static MappingProposal For(IReadOnlyList<string> paths, IReadOnlyList<string>? dateFormats = null, Func<string, Stream>? openFile = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string format in dateFormats ?? [])
        {
            if (!MomentText.IsSpecial(format) && TimeText.WrongFormat(format) is { } problem)
                throw new FunnelDataException(problem);
        }

        return ProposalBuilder.Build(paths, dateFormats ?? [], openFile, cancellationToken);
    }

    /// <summary>Writes the mapping as <c>funnel.json</c>, with a comment on everything that was recognised and how sure it is.</summary>
    public string ToJson() => MappingText.Write(this);
}
