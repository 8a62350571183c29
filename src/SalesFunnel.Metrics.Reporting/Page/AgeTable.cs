using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>How large a share of deals is won, lost and still open by age.</summary>
internal static class AgeTable
{
    private static readonly int[] Ages = [30, 90, 180, 365];

    /// <returns>The table, or <c>null</c> when no deal was won at an age that is known.</returns>
    public static TableBlock? Of(AalenJohansen incidence)
    {
        if (incidence.Steps.Count == 0 || incidence.Steps[^1].Won == 0)
            return null;
        double oldest = incidence.Steps[^1].Time;
        return new TableBlock(
            ["Age", "Won", "95 % interval", "Lost", "Still open"],
            [false, true, true, true, true],
            [.. Rows(incidence).Select(row => (IReadOnlyList<string>)Row(row.Days == oldest ? string.Create(CultureInfo.InvariantCulture, $"{oldest:0} days, the oldest") : string.Create(CultureInfo.InvariantCulture, $"{row.Days:0} days"), row.Step))]);
    }

    /// <summary>The usual ages below the oldest one, and the oldest.</summary>
    public static IEnumerable<(double Days, CumulativeIncidenceStep Step)> Rows(AalenJohansen incidence)
    {
        if (incidence.Steps.Count == 0)
            yield break;
        double oldest = incidence.Steps[^1].Time;
        foreach (int age in Ages)
        {
            if (age < oldest)
                yield return (age, incidence.At(age));
        }

        yield return (oldest, incidence.Steps[^1]);
    }

    private static string[] Row(string age, CumulativeIncidenceStep step) =>
        [age, FigureText.Percent(step.Won), FigureText.Interval(step.WonInterval()), FigureText.Percent(step.Lost), FigureText.Percent(step.Open)];
}
