namespace SalesFunnel.Metrics.Testing;

/// <summary>The times of one deal in the stages, each derived from its definition. Slow on purpose.</summary>
public static class OracleStageTimes
{
    /// <summary>One time; <c>null</c> when the entry that it starts from is undated.</summary>
    public sealed record Sample(int Stage, OracleVisitEnd End, long? Micros);

    /// <param name="deal">The deal; created and not gone.</param>
    /// <param name="definition">The funnel.</param>
    /// <param name="basis">The name of the basis.</param>
    /// <param name="asOfMicros">How far open times are measured.</param>
    /// <param name="measure">The time between two times at which the deal is not on hold.</param>
    public static IReadOnlyList<Sample> Of(OracleDeal deal, FunnelDefinition definition, string basis, long asOfMicros, Func<long, long, long> measure)
    {
        IReadOnlyList<OracleVisit> visits = deal.Visits(asOfMicros);
        Sample OfVisit(OracleVisit v) => new(v.Stage, v.End, Measured(v.Entered, v.Left?.At ?? asOfMicros));
        long? Measured(OracleStep entered, long to) => entered.IsDated ? OffHold(deal, definition, entered.At, to).Sum(span => measure(span.From, span.To)) : null;

        Sample ToLater(OracleVisit first)
        {
            OracleStep? next = deal.Moves.FirstOrDefault(m => m.Index > first.Entered.Index && m.Target > first.Stage);
            if (next is not null)
                return new Sample(first.Stage, next.Target == definition.WonIndex ? OracleVisitEnd.Won : OracleVisitEnd.Onward, Measured(first.Entered, next.At));
            return deal.IsLost
                ? new Sample(first.Stage, OracleVisitEnd.Lost, Measured(first.Entered, deal.Moves[^1].At))
                : new Sample(first.Stage, OracleVisitEnd.StillOpen, Measured(first.Entered, asOfMicros));
        }

        IEnumerable<IGrouping<int, OracleVisit>> byStage = visits.GroupBy(v => v.Stage);
        return basis switch
        {
            "PerVisit" => visits.Select(OfVisit).ToList(),
            "PerDeal" => byStage.Select(g => new Sample(g.Key, g.Last().End, g.Any(v => !v.Entered.IsDated) ? null : g.Sum(v => OfVisit(v).Micros))).ToList(),
            "FirstVisit" => byStage.Select(g => OfVisit(g.First())).ToList(),
            "LatestVisit" => byStage.Select(g => OfVisit(g.Last())).ToList(),
            "ToLaterStage" => byStage.Select(g => ToLater(g.First())).ToList(),
            _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "There is no such basis."),
        };
    }

    // Cut the span at every step of the deal, and keep the pieces in which no hold is in force.
    private static IEnumerable<(long From, long To)> OffHold(OracleDeal deal, FunnelDefinition definition, long from, long to)
    {
        long[] cuts = [from, .. deal.Steps.Where(s => s.At > from && s.At < to).Select(s => s.At).Distinct().Order(), to];
        foreach ((long start, long end) in cuts.Zip(cuts.Skip(1)))
        {
            OracleStep? switched = deal.Steps.LastOrDefault(s => s.At <= start
                && (s.Effect is OracleEffect.HoldStart or OracleEffect.HoldEnd || (s.Effect == OracleEffect.Move && (s.Target == OracleStep.Lost || s.Target == definition.WonIndex))));
            if (switched?.Effect != OracleEffect.HoldStart)
                yield return (start, end);
        }
    }
}
