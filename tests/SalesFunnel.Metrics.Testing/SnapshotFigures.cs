using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Reads the figures of a snapshot under the names that the oracle uses, and compares.</summary>
public static class SnapshotFigures
{
    private static readonly double[] Probabilities = [0, 0.1, 0.5, 0.9, 1];

    /// <summary>Tells whether a figure is about what happened rather than about deals: a tracker keeps it when a deal is deleted.</summary>
    public static bool IsMovement(string name) =>
        name.StartsWith("visits", StringComparison.Ordinal) || name.StartsWith("untimedVisits", StringComparison.Ordinal)
        || name.StartsWith("times.", StringComparison.Ordinal) || name.StartsWith("regressMoves", StringComparison.Ordinal) || name == "reopenings";

    public static Figures Of(StageSnapshot s)
    {
        var figures = new Figures();
        figures.Add("leads", s.Leads);
        figures.Add("won", s.Won);
        figures.Add("lost", s.Lost);
        figures.Add("open", s.Open);
        figures.Add("everWon", s.EverWon);
        figures.Add("reopenedDeals", s.ReopenedDeals);
        figures.Add("reopenings", s.Reopenings);
        figures.Add("pricedWonDeals", s.PricedWonDeals);
        figures.Add("wonAmountE4", (Int128)(s.WonAmount * AmountE4.Scale));
        for (int stage = 0; stage <= s.Definition.WonIndex; stage++)
        {
            figures.Add("reached", stage, s.Reached(stage));
            figures.Add("touched", stage, s.Touched(stage));
            figures.Add("strict", stage, s.Strict(stage));
            figures.Add("visits", stage, s.Visits(stage));
        }

        for (int stage = 0; stage < s.Definition.WonIndex; stage++)
        {
            figures.Add("lostAtFurthest", stage, s.LostAtFurthest(stage));
            figures.Add("openAtFurthest", stage, s.OpenAtFurthest(stage));
            figures.Add("lostFrom", stage, s.LostFrom(stage));
            figures.Add("inStageNow", stage, s.InStageNow(stage));
            figures.Add("regressedDeals", stage, s.RegressedDeals(stage));
            figures.Add("regressMoves", stage, s.RegressMoves(stage));
            figures.Add("untimedVisits", stage, s.UntimedVisits(stage));
            foreach (VisitEnd end in Enum.GetValues<VisitEnd>())
            {
                VisitTimes times = s.Times(stage, end);
                if (times.Count == 0 && times.TotalMicros == 0)
                    continue;
                figures.Add($"times.{end}.count", stage, times.Count);
                figures.Add($"times.{end}.micros", stage, times.TotalMicros);
            }
        }

        return figures;
    }

    public static Figures Hygiene(StageSnapshot s)
    {
        var figures = new Figures();
        foreach (RejectedEvents rejected in s.Rejections)
            figures.Add("rejected." + rejected.Reason, rejected.Count);
        figures.Add("repeats", s.Repeats);
        figures.Add("notUsed", s.NotUsed);
        figures.Add("amountEditsAfterWin", s.AmountEditsAfterWin);
        figures.Add("deletedDeals", s.DeletedDeals);
        figures.Add("mergedDeals", s.MergedDeals);
        return figures;
    }

    /// <summary>Everything in which a snapshot differs from the oracle: in total, by each dimension, by all of them, by cohort and by cohort and dimensions.</summary>
    public static IReadOnlyList<string> Differences(OracleResult expected, StageSnapshot actual)
    {
        var differences = new List<string>();
        differences.AddRange(expected.Hygiene().DifferencesTo(Hygiene(actual), "input"));
        if (expected.IsPartial != actual.IsPartial)
            differences.Add($"IsPartial should be {expected.IsPartial}");
        foreach (OracleRejection reason in Enum.GetValues<OracleRejection>())
        {
            IReadOnlyList<long> samples = actual.Rejections.FirstOrDefault(r => r.Reason.ToString() == reason.ToString())?.SamplePositions ?? [];
            if (!expected.SamplePositions(reason).SequenceEqual(samples))
                differences.Add($"positions of {reason} should be {string.Join(' ', expected.SamplePositions(reason))}, are {string.Join(' ', samples)}");
        }

        Compare(differences, "total", expected, null, null, actual);
        CompareCohorts(differences, "total", expected, null, actual);
        string[] all = [.. actual.Definition.Dimensions];
        foreach (string[] dimensions in all.Select(d => new[] { d }).Append(all).DistinctBy(d => string.Join('|', d)))
            CompareGroups(differences, expected, actual, dimensions);
        return differences;
    }

    /// <summary>Everything in which two snapshots differ, quantiles included.</summary>
    /// <param name="expected">The one.</param>
    /// <param name="actual">The other.</param>
    /// <param name="keep">Names of the figures to compare; null = all.</param>
    /// <param name="withPositions">False when the positions of rejected rows mean different inputs.</param>
    public static IReadOnlyList<string> Differences(StageSnapshot expected, StageSnapshot actual, Func<string, bool>? keep = null, bool withPositions = true)
    {
        var differences = new List<string>();
        differences.AddRange(Hygiene(expected).DifferencesTo(Hygiene(actual), "input"));
        if (withPositions)
        {
            string ExpectedPositions(StageSnapshot s) => string.Join("; ", s.Rejections.Select(r => $"{r.Reason}: {string.Join(' ', r.SamplePositions)}"));
            if (ExpectedPositions(expected) != ExpectedPositions(actual))
                differences.Add($"positions should be {ExpectedPositions(expected)}, are {ExpectedPositions(actual)}");
        }

        Dictionary<string, StageSnapshot> wanted = Cells(expected);
        Dictionary<string, StageSnapshot> found = Cells(actual);
        StageSnapshot nothing = StageSnapshot.Empty(expected.Definition, expected.AsOf);
        foreach (string place in wanted.Keys.Union(found.Keys))
        {
            StageSnapshot want = wanted.GetValueOrDefault(place, nothing);
            StageSnapshot got = found.GetValueOrDefault(place, nothing);
            bool Leave(string name) => keep is not null && !keep(name);
            differences.AddRange(Of(want).Without(Leave).DifferencesTo(Of(got).Without(Leave), place));
            if (keep is null)
                differences.AddRange(QuantileDifferences(want, got, place));
        }

        return differences;
    }

    /// <summary>The whole, every combination of segment values, every cohort, and both together, by name.</summary>
    public static Dictionary<string, StageSnapshot> Cells(StageSnapshot s)
    {
        var cells = new Dictionary<string, StageSnapshot> { ["total"] = s };
        foreach (CohortGroup cohort in s.Cohorts)
            cells.Add($"cohort {cohort.Period.Label}", cohort.Snapshot);
        foreach (SegmentGroup group in s.GroupBy([.. s.Definition.Dimensions]))
        {
            cells.Add($"segment {string.Join('/', group.Values)}", group.Snapshot);
            foreach (CohortGroup cohort in group.Snapshot.Cohorts)
                cells.Add($"segment {string.Join('/', group.Values)} cohort {cohort.Period.Label}", cohort.Snapshot);
        }

        return cells;
    }

    private static IEnumerable<string> QuantileDifferences(StageSnapshot want, StageSnapshot got, string place) =>
        from stage in Enumerable.Range(0, want.Definition.WonIndex)
        from end in Enum.GetValues<VisitEnd>()
        where want.Times(stage, end).Count + got.Times(stage, end).Count > 0
        from probability in Probabilities
        let expected = want.Times(stage, end).ApproximateQuantile(probability)
        let actual = got.Times(stage, end).ApproximateQuantile(probability)
        where expected != actual
        select $"{place}: quantile {probability} of {end}[{stage}] should be {expected}, is {actual}";

    private static void CompareGroups(List<string> differences, OracleResult expected, StageSnapshot actual, string[] dimensions)
    {
        int[] indexes = [.. dimensions.Select(actual.Definition.IndexOfDimension)];
        IReadOnlyList<SegmentGroup> groups = actual.GroupBy(dimensions);
        IEnumerable<IReadOnlyList<long>> tuples = expected.SegmentTuples.Select(t => (IReadOnlyList<long>)[.. indexes.Select(i => t[i])])
            .Concat(groups.Select(g => g.Values)).DistinctBy(t => string.Join('|', t));
        foreach (IReadOnlyList<long> tuple in tuples)
        {
            string place = $"{string.Join(',', dimensions)} = {string.Join(',', tuple)}";
            bool IsIn(IReadOnlyList<long> values) => indexes.Select(i => values[i]).SequenceEqual(tuple);
            StageSnapshot part = groups.FirstOrDefault(g => g.Values.SequenceEqual(tuple))?.Snapshot ?? StageSnapshot.Empty(actual.Definition, actual.AsOf, calendar: actual.Calendar);
            Compare(differences, place, expected, IsIn, null, part);
            if (dimensions.Length == actual.Definition.Dimensions.Count)
                CompareCohorts(differences, place, expected, IsIn, part);
            if (dimensions.Length == 1)
                differences.AddRange(Of(part).DifferencesTo(Of(actual.Segment(dimensions[0], tuple[0])), place + " asked for alone"));
        }

        if (!groups.Select(g => g.Values).SequenceEqual(groups.Select(g => g.Values).OrderBy(v => v, Comparer<IReadOnlyList<long>>.Create(CompareTuples))))
            differences.Add($"groups by {string.Join(',', dimensions)} are not ascending");
    }

    private static int CompareTuples(IReadOnlyList<long> a, IReadOnlyList<long> b) => a.Zip(b, (x, y) => x.CompareTo(y)).FirstOrDefault(c => c != 0);

    private static void CompareCohorts(List<string> differences, string place, OracleResult expected, Func<IReadOnlyList<long>, bool>? segments, StageSnapshot actual)
    {
        IReadOnlyList<CohortGroup> cohorts = actual.Cohorts;
        foreach (int number in expected.Cohorts.Union(cohorts.Select(c => c.Period.Number)))
        {
            StageSnapshot part = cohorts.FirstOrDefault(c => c.Period.Number == number)?.Snapshot ?? StageSnapshot.Empty(actual.Definition, actual.AsOf);
            Compare(differences, $"{place}, cohort {actual.Calendar?.Period(number).Label ?? "all"}", expected, segments, number, part);
        }

        if (!cohorts.Select(c => c.Period.Number).SequenceEqual(cohorts.Select(c => c.Period.Number).Order()))
            differences.Add($"{place}: cohorts are not ascending");
    }

    private static void Compare(List<string> differences, string place, OracleResult expected, Func<IReadOnlyList<long>, bool>? segments, int? cohort, StageSnapshot actual)
    {
        differences.AddRange(expected.Count(segments, cohort).DifferencesTo(Of(actual), place));
        for (int stage = 0; stage < actual.Definition.WonIndex; stage++)
        {
            if (actual.CompletedTimes(stage).Count + actual.Times(stage, VisitEnd.StillOpen).Count == 0)
                continue; // and the counts above have said whether that is right
            foreach (OracleVisitEnd end in Enum.GetValues<OracleVisitEnd>())
                CompareQuantiles(differences, place, expected.Durations(stage, end, segments, cohort), stage, actual.Times(stage, Enum.Parse<VisitEnd>(end.ToString())), end.ToString());
            CompareQuantiles(differences, place, expected.CompletedDurations(stage, segments, cohort), stage, actual.CompletedTimes(stage), "completed");
        }
    }

    private static void CompareQuantiles(List<string> differences, string place, IReadOnlyList<long> exact, int stage, VisitTimes actual, string end)
    {
        foreach (double p in Probabilities)
        {
            TimeSpan? found = actual.ApproximateQuantile(p);
            if (exact.Count == 0 ? found is not null : found is not { } f || !IsNear(Type7.Quantile(exact, p), f))
                differences.Add($"{place}: quantile {p} of {end}[{stage}] should be about {(exact.Count == 0 ? null : Type7.Quantile(exact, p))} µs, is {found}");
        }
    }

    // One tick for the rounding of the span, one part in 10¹² for the double arithmetic of very long durations.
    private static bool IsNear(double exactMicros, TimeSpan found) =>
        Math.Abs(found.Ticks - (exactMicros * TimeSpan.TicksPerMicrosecond)) <= 1 + (exactMicros * TimeSpan.TicksPerMicrosecond * (LogLinearBuckets.MaxRelativeError + 1e-12));
}
