using System.Xml.Linq;

namespace SalesFunnel.Metrics.Tests.Conventions;

public class PackageEdgeTests
{
    /// <summary>What each package may use of the others; the picture in docs/architecture.md. The command-line tool uses all.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["SalesFunnel.Metrics"] = [],
        ["SalesFunnel.Metrics.Data"] = ["SalesFunnel.Metrics"],
        ["SalesFunnel.Metrics.Reporting"] = ["SalesFunnel.Metrics"],
        ["SalesFunnel.Metrics.Stores"] = ["SalesFunnel.Metrics"],
        ["SalesFunnel.Metrics.Extensions.DependencyInjection"] = ["SalesFunnel.Metrics"],
        ["SalesFunnel.Metrics.Extensions.Hosting"] = ["SalesFunnel.Metrics.Extensions.DependencyInjection"],
    };

    private static readonly XDocument[] s_projects = [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(XDocument.Load)];
    private static readonly string[] s_names = [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(static f => Path.GetFileNameWithoutExtension(f))];

    [Fact]
    public void Packages_use_only_the_packages_below_them()
    {
        IEnumerable<string> wrong =
            from pair in s_names.Zip(s_projects)
            where pair.First != "SalesFunnel.Metrics.Cli"
            from used in Includes(pair.Second, "ProjectReference").Select(static p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))
            where !s_allowed.TryGetValue(pair.First, out string[]? allowed) || !allowed.Contains(used)
            select $"{pair.First} uses {used}";
        Assert.Empty(wrong);
        Assert.Contains("SalesFunnel.Metrics.Extensions.Hosting", s_names);
    }

    [Fact]
    public void The_core_has_no_package_and_dependency_injection_only_its_abstractions()
    {
        Assert.Empty(Packages("SalesFunnel.Metrics"));
        Assert.Equal(["Microsoft.Extensions.DependencyInjection.Abstractions"], Packages("SalesFunnel.Metrics.Extensions.DependencyInjection"));
    }

    private static IEnumerable<string> Packages(string project) => Includes(s_projects[Array.IndexOf(s_names, project)], "PackageReference");

    private static IEnumerable<string> Includes(XDocument project, string item) => project.Descendants(item).Select(static i => (string)i.Attribute("Include")!);
}
