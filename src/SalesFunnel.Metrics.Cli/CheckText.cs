using System.Globalization;
using System.Text;
using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Writes what a check found for a terminal.</summary>
internal static class CheckText
{
    private const int Width = 100;
    private const int ShownSamples = 5;

    public static string ToText(HygieneReport report)
    {
        var text = new StringBuilder();
        string title = $"Check of {OneLine(report.Mapping.Source)}";
        Line(text, title);
        Line(text, new string('═', title.Length));
        (long all, long won, long lost, long open) = report.Deals;
        Line(text, Text($"{all:N0} deals: {won:N0} won, {lost:N0} lost, {open:N0} open{(report.LastEventAt is { } last ? $" at the last event, {last:yyyy-MM-dd HH:mm zzz}" : string.Empty)}"));
        for (int i = 0; i < report.Files.Count; i++)
        {
            Line(text, Text($"{OneLine(report.Files[i].File)}: {report.Files[i].Used:N0} of {report.Files[i].Rows:N0} rows used"));
            Paragraph(text, "  ", OneLine(report.Formats[i].ToString()[(report.Formats[i].File.Length + 2)..]), "  ");
        }

        foreach (string note in report.Mapping.Notes)
            Paragraph(text, string.Empty, OneLine(note), string.Empty);
        foreach (HygieneFinding finding in report.Findings)
            Write(text, finding);
        if (report.Findings.Count == 0)
            Line(text, "\nNothing was found.");
        text.Append('\n');
        Paragraph(text, "Checked without a finding: ", $"{string.Join(", ", report.Clean)}.", "  ");
        foreach (string reason in report.NotChecked)
            Paragraph(text, "Not checked: ", $"{reason}.", "  ");
        return text.ToString();
    }

    private static void Write(StringBuilder text, HygieneFinding finding)
    {
        string share = finding.Share is { } part ? string.Create(CultureInfo.InvariantCulture, $" ({part * 100:0.0} %)") : string.Empty;
        Line(text, Text($"\n{finding.Rule}: {finding.Count:N0} of {finding.Of:N0} {finding.Unit}{share}"));
        Paragraph(text, "  What: ", $"{finding.Meaning}.", "        ");
        Paragraph(text, "  So:   ", finding.Effect, "        ");
        foreach (HygieneSample sample in finding.Samples.Take(ShownSamples))
            Line(text, $"  - {OneLine(sample.ToString())}");
        if (finding.Samples.Count > ShownSamples)
            Line(text, "  - …");
    }

    private static void Paragraph(StringBuilder text, string start, string paragraph, string indent)
    {
        string line = start;
        bool isFirst = true;
        foreach (string word in paragraph.Split(' '))
        {
            if (!isFirst && line.Length + 1 + word.Length > Width)
            {
                Line(text, line);
                line = indent + word;
            }
            else
            {
                line += isFirst ? word : " " + word;
            }

            isFirst = false;
        }

        Line(text, line);
    }

    private static void Line(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');

    // What files hold must not move the cursor, change colours or fake lines of the report.
    private static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : c));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
