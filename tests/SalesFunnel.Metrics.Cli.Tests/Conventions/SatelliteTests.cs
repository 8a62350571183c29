using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SalesFunnel.Metrics.Cli.Tests.Conventions;

public class SatelliteTests
{
    private const string Core = "SalesFunnel.Metrics";

    /// <summary>Which assemblies of the family each satellite may use; the command line may use all.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        [Core] = [],
        ["SalesFunnel.Metrics.Data"] = [Core],
        ["SalesFunnel.Metrics.Reporting"] = [Core],
        ["SalesFunnel.Metrics.Cli"] = [Core, "SalesFunnel.Metrics.Data", "SalesFunnel.Metrics.Reporting"],
    };

    [Fact]
    public void Satellites_use_the_core_and_only_the_named_other_satellites()
    {
        IEnumerable<string> wrong =
            from assembly in s_allowed.Keys
            from use in UsesOf(assembly)
            where use.Assembly.StartsWith(Core, StringComparison.Ordinal) && !s_allowed[assembly].Contains(use.Assembly)
            select $"{assembly} uses {use.Type} of {use.Assembly}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_assembly_of_the_family_is_looked_at()
    {
        IEnumerable<string> present = Directory.EnumerateFiles(AppContext.BaseDirectory, "SalesFunnel.Metrics*.dll")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.EndsWith(".Tests", StringComparison.Ordinal) && !name.EndsWith(".Testing", StringComparison.Ordinal));
        Assert.Equal(s_allowed.Keys.Order(StringComparer.Ordinal), present.Order(StringComparer.Ordinal));
    }

    private static List<(string Type, string Assembly)> UsesOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        MetadataReader metadata = file.GetMetadataReader();
        var uses = new List<(string, string)>();
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind == HandleKind.AssemblyReference)
                uses.Add((metadata.GetString(type.Name), metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)));
        }

        return uses;
    }
}
