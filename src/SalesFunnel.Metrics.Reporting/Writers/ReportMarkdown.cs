namespace SalesFunnel.Metrics.Reporting;

/// <summary>Writes a report as Markdown: headings, pipe tables, and the funnel as a code block.</summary>
public static class ReportMarkdown
{
    /// <summary>Writes a report; lines end with a line feed in every system and culture.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to.</param>
    public static void Write(FunnelReport report, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        PageMarkdown.Write(ReportPage.Of(report), output);
    }

    /// <summary>Writes a report to a string.</summary>
    /// <param name="report">The report.</param>
    public static string ToText(FunnelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageMarkdown.ToText(ReportPage.Of(report));
    }
}
