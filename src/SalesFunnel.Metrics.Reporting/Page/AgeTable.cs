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
        var rows = new List<IReadOnlyList<string>>();
        foreach (int age in Ages)
        {
            if (age < oldest)
                rows.Add(Row(string.Create(CultureInfo.InvariantCulture, $"{age} days"), incidence.At(age)));
        }

        rows.Add(Row(string.Create(CultureInfo.InvariantCulture, $"{oldest:0} days, the oldest"), incidence.Steps[^1]));
        return new TableBlock(["Age", "Won", "95 % interval", "Lost", "Still open"], [false, true, true, true, true], rows);
    }

    private static string[] Row(string age, CumulativeIncidenceStep step) =>
        [age, FigureText.Percent(step.Won), FigureText.Interval(step.WonInterval()), FigureText.Percent(step.Lost), FigureText.Percent(step.Open)];
}
