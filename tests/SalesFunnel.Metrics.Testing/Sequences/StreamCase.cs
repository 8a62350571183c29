using System.Globalization;

namespace SalesFunnel.Metrics.Testing;

/// <summary>A generated stream of several entities that levels alone can count: events of one step or none, and how far it spreads over time.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Window">The window in seconds.</param>
/// <param name="Ties">The order of events at one time.</param>
/// <param name="Rows">The events in order of arrival, ascending by time.</param>
public sealed record StreamCase(int Steps, long Window, EventTies Ties, IReadOnlyList<StreamRow> Rows)
{
    /// <summary>Gets which attempt counts.</summary>
    public AttemptPolicy Attempts { get; init; }

    /// <summary>Gets the exclusions: the event, which may also do a step, and the places of the steps.</summary>
    public IReadOnlyList<(string Event, int From, int To)> Exclusions { get; init; } = [];

    public DateTimeOffset AsOf => DateTimeOffset.FromUnixTimeSeconds(Rows.Count == 0 ? 0 : Rows[^1].At + 3);

    public SequenceDefinition Definition()
    {
        SequenceBuilder builder = SequenceDefinition.Create("stream");
        for (int step = 0; step < Steps; step++)
            builder = builder.Step(NameOf(step));
        foreach ((string name, int from, int to) in Exclusions)
            builder = builder.Exclude(name, NameOf(from), NameOf(to));
        return builder.Within(TimeSpan.FromSeconds(Window), new SequenceRules { Ties = Ties, Attempts = Attempts });
    }

    public static string NameOf(int step) => string.Create(CultureInfo.InvariantCulture, $"s{step}");

    /// <summary>The events as columns, in any order; step 0 is the type of a foreign event.</summary>
    public static (long[] Entities, long[] At, byte[] Types) Columns(IEnumerable<StreamRow> rows) =>
        ([.. rows.Select(static r => r.Entity)], [.. rows.Select(static r => r.At)], [.. rows.Select(static r => (byte)r.Step)]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Steps} steps, window {Window}, ties {Ties}, {Attempts}, exclusions {string.Join(' ', Exclusions)}\n{string.Join('\n', Rows.Select(static r => string.Create(CultureInfo.InvariantCulture, $"  {r.Entity} {r.At} {r.Step}")))}");
}
