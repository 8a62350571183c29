namespace SalesFunnel.Metrics.Testing;

/// <summary>Reads period views under the names that the oracle uses, and compares.</summary>
public static class PeriodFigures
{
    public static IReadOnlyList<string> Differences(SortedDictionary<int, Figures> expected, FlowView actual, FunnelDefinition definition) =>
        Differences(expected, [.. actual.Rows.Select(r => (r.Period, Of(r, definition)))]);

    public static IReadOnlyList<string> Differences(SortedDictionary<int, Figures> expected, OutcomeView actual) =>
        Differences(expected, [.. actual.Rows.Select(r => (r.Period, Of(r)))]);

    public static Figures Of(FlowRow row, FunnelDefinition definition)
    {
        var figures = new Figures();
        figures.Add("leads", row.Leads);
        figures.Add("won", row.Won);
        figures.Add("lost", row.Lost);
        figures.Add("reopenings", row.Reopenings);
        figures.Add("regressMoves", row.RegressMoves);
        figures.Add("pricedWins", row.PricedWins);
        figures.Add("wonAmountE4", (Int128)(row.WonAmount * AmountE4.Scale));
        for (int stage = 0; stage < definition.Stages.Count; stage++)
            figures.Add("entries", stage, row.Entries(stage));
        return figures;
    }

    private static Figures Of(OutcomeRow row)
    {
        var figures = new Figures();
        figures.Add("won", row.Won);
        figures.Add("lost", row.Lost);
        figures.Add("pricedWonDeals", row.PricedWonDeals);
        figures.Add("wonAmountE4", (Int128)(row.WonAmount * AmountE4.Scale));
        return figures;
    }

    private static List<string> Differences(SortedDictionary<int, Figures> expected, List<(CohortPeriod Period, Figures Figures)> actual)
    {
        var differences = new List<string>();
        if (!expected.Keys.SequenceEqual(actual.Select(a => a.Period.Number)))
            differences.Add($"periods should be {string.Join(' ', expected.Keys)}, are {string.Join(' ', actual.Select(a => a.Period.Number))}");
        foreach ((CohortPeriod period, Figures figures) in actual)
            differences.AddRange(expected.GetValueOrDefault(period.Number, new Figures()).DifferencesTo(figures, period.Label));
        return differences;
    }
}
