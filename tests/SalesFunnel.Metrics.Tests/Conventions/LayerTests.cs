using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Tests.Conventions;

public class LayerTests
{
    /// <summary>What each folder of the core may use besides itself; the picture in docs/architecture.md.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Model"] = [],
        ["Statistics"] = [],
        ["Counts"] = ["Model", "Statistics"],
        ["Log"] = ["Model", "Counts"],
        ["Counting"] = ["Model", "Log", "Counts", "Statistics"],
        ["Live"] = ["Model", "Counts", "Counting", "Metrics"],
        ["Codec"] = ["Model", "Counts", "Counting", "Statistics", "Live"],
        ["Metrics"] = ["Model", "Log", "Counts", "Statistics"],
        ["Insights"] = ["Model", "Log", "Counts", "Counting", "Metrics", "Statistics"],
    };

    private static readonly Dictionary<string, string> s_layers = SourceTypes.LayersOf("src", "SalesFunnel.Metrics");
    private static readonly Dictionary<string, HashSet<string>> s_uses = TypeUses.Of(typeof(FunnelDefinition).Assembly.Location);

    [Fact]
    public void Folders_of_the_core_use_only_the_folders_below_them() => Assert.Empty(Violations(s_allowed));

    [Fact]
    public void A_forbidden_use_would_be_named()
    {
        var stricter = new Dictionary<string, string[]>(s_allowed, StringComparer.Ordinal) { ["Counts"] = [] };
        IEnumerable<string> found = Violations(stricter);
        Assert.Contains("Counts/StageSnapshot uses Model/FunnelDefinition", found); // a field
        Assert.Contains("Counts/VisitTimes uses Statistics/LogLinearBuckets", found); // a method body only
    }

    [Fact]
    public void Every_folder_of_the_core_has_its_place_in_the_picture() =>
        Assert.Empty(s_layers.Where(static pair => !s_allowed.ContainsKey(pair.Value)).Select(static pair => $"{pair.Value}/{pair.Key}"));

    [Fact]
    public void Public_types_live_in_the_root_namespace_or_in_that_of_their_layer()
    {
        IEnumerable<string> wrong =
            from type in typeof(FunnelDefinition).Assembly.GetExportedTypes()
            where !type.IsNested
            let layer = s_layers[type.Name.Split('`')[0]]
            let expected = layer is "Statistics" or "Insights" ? $"SalesFunnel.Metrics.{layer}" : "SalesFunnel.Metrics"
            where type.Namespace != expected
            select $"{layer}/{type.Name} is in {type.Namespace}, expected {expected}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_core_references_only_the_base_class_library()
    {
        string framework = RuntimeEnvironment.GetRuntimeDirectory();
        IEnumerable<string> foreign = typeof(FunnelDefinition).Assembly.GetReferencedAssemblies()
            .Select(static reference => reference.Name!)
            .Where(name => !File.Exists(Path.Combine(framework, name + ".dll")));
        Assert.Empty(foreign);
    }

    [Fact]
    public void Counting_uses_no_Linq()
    {
        IEnumerable<string> wrong =
            from pair in s_uses
            where LayerOf(pair.Key) == "Counting"
            from used in pair.Value
            where used.StartsWith("System.Linq.", StringComparison.Ordinal)
            select $"Counting/{Simple(pair.Key)} uses {used}";
        Assert.Empty(wrong);
        Assert.Contains("System.Linq.Enumerable", s_uses["SalesFunnel.Metrics.FunnelDefinition"]); // the reader does see it elsewhere
    }

    private static List<string> Violations(Dictionary<string, string[]> allowed) =>
    [
        .. from pair in s_uses
           let user = LayerOf(pair.Key)
           where user is not null && allowed.ContainsKey(user)
           from used in pair.Value
           let layer = LayerOf(used)
           where layer is not null && layer != user && !allowed[user].Contains(layer)
           orderby pair.Key, used
           select $"{user}/{Simple(pair.Key)} uses {layer}/{Simple(used)}",
    ];

    private static string? LayerOf(string fullName) =>
        fullName.StartsWith("SalesFunnel.Metrics.", StringComparison.Ordinal) ? s_layers.GetValueOrDefault(Simple(fullName)) : null;

    private static string Simple(string fullName) => fullName[(fullName.LastIndexOf('.') + 1)..];
}
