namespace SalesFunnel.Metrics.Testing.Oracles;

/// <summary>What a <see cref="ChainCase"/> must give.</summary>
public static class SequenceOracle
{
    public static IReadOnlyList<OracleOutcome> Outcomes(ChainCase input)
    {
        SequenceDefinition definition = input.Definition();
        int step = input.Breakdown.Step;
        switch (input.Breakdown.Kind)
        {
            case BreakdownKind.FirstTouch:
            case BreakdownKind.LastTouch:
                long[] values = [.. input.Rows.Where(static r => r.Steps != 0 && r.Segment != SegmentValue.None).Select(static r => r.Segment)];
                long touch = values.Length == 0 ? SegmentValue.None : input.Breakdown.Kind == BreakdownKind.FirstTouch ? values[0] : values[^1];
                return [.. Of(definition, input.Rows, input.AsOf).Select(o => o with { Segment = touch })];
            case BreakdownKind.AllEvents:
                return [.. input.Rows.Select(static r => r.Segment).Distinct().Order().SelectMany(value =>
                    Of(definition, [.. input.Rows.Where(r => r.Segment == value)], input.AsOf).Select(o => o with { Segment = value }))];
            case BreakdownKind.Step:
                OracleOutcome[] byValue = [.. input.Rows.Where(r => (r.Steps >> step & 1) != 0).Select(static r => r.Segment).Distinct().SelectMany(value =>
                    Of(definition, [.. input.Rows.Select(r => r.Segment == value ? r : r with { Steps = r.Steps & ~(1UL << step) })], input.AsOf)
                        .Where(o => o.Times[step] is not null).Select(o => o with { Segment = value }))];
                return byValue.Length > 0 ? byValue : [.. Of(definition, input.Rows, input.AsOf)];
            case BreakdownKind.FirstDefined:
                return [.. Of(definition, input.Rows, input.AsOf).Select(o => o with { Segment = FirstDefined(o, input.Rows) })];
            default:
                return [.. Of(definition, input.Rows, input.AsOf)];
        }
    }

    private static IEnumerable<OracleOutcome> Of(SequenceDefinition definition, IReadOnlyList<ChainRow> rows, long asOf) => definition.Rules.Order == StepOrder.Any
        ? new AnyOrderOracle(definition, rows, asOf).Outcomes()
        : new GivenOrderOracle(definition, rows, asOf).Outcomes();

    private static long FirstDefined(OracleOutcome outcome, IReadOnlyList<ChainRow> rows) => outcome.Times
        .SelectMany((time, step) => rows.Where(r => r.At == time && (r.Steps >> step & 1) != 0 && r.Segment != SegmentValue.None))
        .Select(static r => r.Segment).FirstOrDefault(SegmentValue.None);
}
