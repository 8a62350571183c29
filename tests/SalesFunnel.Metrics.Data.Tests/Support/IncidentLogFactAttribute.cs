namespace SalesFunnel.Metrics.Samples;

/// <summary>A test on the incident log, a real log of 141,712 rows that is not part of the repository; skipped visibly where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IncidentLogFactAttribute : FactAttribute
{
    public IncidentLogFactAttribute()
    {
        if (!File.Exists(SampleFiles.IncidentLog))
            Skip = $"The incident log is not there: {Path.GetFullPath(SampleFiles.IncidentLog)}";
    }
}
