namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>A test on data that stand beside the repository; skipped, and said so, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NistTheoryAttribute : TheoryAttribute
{
    public static readonly string? Folder = Find();

    public NistTheoryAttribute()
    {
        if (Folder is null)
            Skip = "The data sets are not there: shared/data/nist-strd beside the repository.";
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", "nist-strd");
            if (Directory.Exists(path))
                return path;
        }

        return null;
    }
}
