namespace SalesFunnel.Metrics.Reporting;

/// <summary>Writes a report as plain text for a terminal: a drawn funnel and aligned tables, UTF-8 characters, no escape codes.</summary>
public static class ReportText
{
    /// <summary>Writes a report; lines end with a line feed in every system and culture.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to.</param>
    public static void Write(FunnelReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        PageText.Write(ReportPage.Of(report), output);
    }

    /// <summary>Writes a report to a string.</summary>
    /// <param name="report">The report.</param>
    public static string ToText(FunnelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageText.ToText(ReportPage.Of(report));
    }
}
