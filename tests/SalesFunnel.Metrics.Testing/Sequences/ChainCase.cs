using System.Globalization;

namespace SalesFunnel.Metrics.Testing;

/// <summary>One generated situation: a sequence, the events of one entity in order of arrival, ascending by time, and how to count them.</summary>
/// <param name="Steps">The steps; names are given by place.</param>
/// <param name="Exclusions">The exclusions, by place of their steps.</param>
/// <param name="Window">The window in seconds.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Rows">The events.</param>
/// <param name="OpenFor">Seconds from the last event to the as-of time.</param>
/// <param name="Breakdown">The breakdown.</param>
public sealed record ChainCase(
    IReadOnlyList<StepSpec> Steps,
    IReadOnlyList<(int From, int To)> Exclusions,
    int Window,
    SequenceRules Rules,
    IReadOnlyList<ChainRow> Rows,
    int OpenFor,
    SequenceBreakdown Breakdown)
{
    public long AsOf => (Rows.Count == 0 ? 0 : Rows[^1].At) + OpenFor;

    public SequenceDefinition Definition()
    {
        SequenceBuilder builder = SequenceDefinition.Create("case");
        for (int i = 0; i < Steps.Count; i++)
        {
            StepSpec step = Steps[i];
            builder = step.IsDirect ? builder.ThenDirectly(NameOf(i)) : builder.Step(NameOf(i));
            if (step.MinGap > 0 || step.MaxGap is not null)
                builder = builder.Gap(TimeSpan.FromSeconds(step.MinGap), step.MaxGap is { } max ? TimeSpan.FromSeconds(max) : null);
            builder = step.IsOptional ? builder.Optional() : builder;
            builder = step.IsAnchored ? builder.Anchored() : builder;
        }

        foreach ((int from, int to) in Exclusions)
            builder = builder.Exclude("x", NameOf(from), NameOf(to));
        return builder.Within(TimeSpan.FromSeconds(Window), Rules);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        steps {string.Join(", ", Steps)}
        exclusions {string.Join(", ", Exclusions)}; window {Window}; as of {AsOf}; {Breakdown}
        {Rules}
        {string.Join('\n', Rows.Select(static r => string.Create(CultureInfo.InvariantCulture, $"  {r.At}: steps {r.Steps:b4} exclusions {r.Exclusions:b2} segment {r.Segment}")))}
        """);

    private static string NameOf(int step) => ((char)('a' + step)).ToString();
}
