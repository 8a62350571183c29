using System.Text.Json;

namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>Cases made with R, SciPy, statsmodels and 60-digit arithmetic.</summary>
internal static class ReferenceCases
{
    public static readonly IReadOnlyDictionary<string, JsonElement> ById = Load();

    public static IEnumerable<string> IdsOf(Func<string, bool> function) => ById.Where(c => function(FunctionOf(c.Value))).Select(c => c.Key);

    public static string FunctionOf(JsonElement reference) => reference.GetProperty("function").GetString()!;

    public static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    public static long[] Longs(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt64())];

    public static bool[] Flags(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32() == 1)];

    /// <summary>Null, a number, or the words for the infinities.</summary>
    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString() == "Infinity" ? double.PositiveInfinity : double.NegativeInfinity,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetDouble(),
    };

    private static Dictionary<string, JsonElement> Load() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "statistics-reference.jsonl"))
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(reference => reference.GetProperty("id").GetString()!);
}
