using System.Text.Json;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>The cases of Data/event-funnels.</summary>
internal static class ConformanceCases
{
    /// <summary>Gets the facts of other systems' own tests, by id.</summary>
    public static IReadOnlyDictionary<string, ConformanceCase> Transcribed { get; } = Load("transcribed.jsonl").ToDictionary(static c => c.Id, StringComparer.Ordinal);

    /// <summary>Gets random inputs that a real ClickHouse answered.</summary>
    public static IReadOnlyList<ConformanceCase> AnsweredByClickHouse { get; } = Load("clickhouse-random.jsonl");

    public static TheoryData<string> TranscribedWith(Func<ConformanceCase, bool> which) => [.. Transcribed.Values.Where(which).Select(static c => c.Id)];

    private static ConformanceCase[] Load(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "event-funnels", file)).Where(static line => line.Length > 0).Select(static line => new ConformanceCase(JsonDocument.Parse(line).RootElement))];
}
