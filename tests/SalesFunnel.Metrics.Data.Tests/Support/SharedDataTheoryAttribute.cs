namespace SalesFunnel.Metrics.Samples;

/// <summary>A theory on a data set beside the repository; skipped visibly where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string folder)
    {
        if (!Directory.Exists(SharedData.PathOf(folder)))
            Skip = $"The data set is not there: {Path.GetFullPath(SharedData.PathOf(folder))}";
    }
}
