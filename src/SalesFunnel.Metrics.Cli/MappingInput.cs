using System.CommandLine;
using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Finds the mapping behind the files of a command line: the one that was written down, or the one that the files themselves suggest.</summary>
internal static class MappingInput
{
    private static readonly string[] DataEndings = [".csv", ".gz", ".tsv", ".txt"];

    /// <summary>Opens a mapping file, a folder with one, or data files.</summary>
    public static FunnelMapping Open(IReadOnlyList<string> inputs, IReadOnlyList<string> dateFormats, CancellationToken cancellation)
    {
        if (inputs.Any(IsData))
            return Propose(inputs, dateFormats, cancellation).Mapping;
        if (inputs.Count > 1)
            throw new FunnelDataException($"'{inputs[0]}' is a mapping, and a mapping names its files itself. Give it alone; or give data files ({string.Join(", ", DataEndings)}) without a mapping.");
        return FunnelMapping.Load(Directory.Exists(inputs[0]) ? Path.Combine(inputs[0], "funnel.json") : inputs[0]);
    }

    /// <summary>Makes a mapping from data files.</summary>
    public static MappingProposal Propose(IReadOnlyList<string> inputs, IReadOnlyList<string> dateFormats, CancellationToken cancellation) =>
        inputs.FirstOrDefault(static i => !IsData(i)) is { } other
            ? throw new FunnelDataException($"'{other}' is no data file ({string.Join(", ", DataEndings)}). Give the files that a system exported, without a mapping or a folder between them.")
            : MappingProposal.For(inputs, dateFormats, cancellationToken: cancellation);

    /// <summary>A list of files would take a misspelt option for one more file.</summary>
    public static void RefuseOptions(Argument<string[]> files) => files.Validators.Add(static result =>
    {
        foreach (var token in result.Tokens.Where(static t => t.Value.StartsWith("--", StringComparison.Ordinal)))
            result.AddError($"Unrecognized option '{token.Value}'.");
    });

    /// <summary>Tells data files from mappings and folders.</summary>
    public static bool IsData(string input) => !Directory.Exists(input) && Array.Exists(DataEndings, ending => input.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
