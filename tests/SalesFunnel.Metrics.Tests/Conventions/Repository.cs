namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>Finds the sources that the tests were built from, by walking up to the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>All C# files under a folder of the repository, without build output.</summary>
    public static IEnumerable<string> Sources(params string[] folder) => Directory
        .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(static file => !Relative(file).Split('/').Any(static part => part is "bin" or "obj" or "artifacts"))
        .Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SalesFunnel.Metrics.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds SalesFunnel.Metrics.sln. Run the tests from a clone of the repository.");
    }
}
