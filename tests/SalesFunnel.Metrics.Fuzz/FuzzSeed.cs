namespace SalesFunnel.Metrics.Fuzz;

/// <summary>A valid input: the files of a funnel by name, and which of them is damaged.</summary>
/// <param name="Name">How messages call it.</param>
/// <param name="Files">The files by name, <c>funnel.json</c> among them unless the file is given alone.</param>
/// <param name="Target">The file that is damaged.</param>
public sealed record FuzzSeed(string Name, IReadOnlyDictionary<string, byte[]> Files, string Target)
{
    public const string Mapping = "funnel.json";

    /// <summary>Gets a value indicating whether a mapping says what the files hold; without one they must speak for themselves.</summary>
    public bool HasMapping => Files.ContainsKey(Mapping);
}
