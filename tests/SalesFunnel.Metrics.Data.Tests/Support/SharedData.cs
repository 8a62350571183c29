namespace SalesFunnel.Metrics.Samples;

/// <summary>Data sets beside the repository, too large or not ours to carry in it.</summary>
internal static class SharedData
{
    public static string PathOf(params string[] parts) => Path.Combine([SampleFiles.Root, "..", "shared", "data", .. parts]);
}
