using System.Text;
using Spectre.Console;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Prints the plain report with colours; what the terminal cannot show, or <c>NO_COLOR</c> forbids, Spectre leaves out.</summary>
internal static class ColouredReport
{
    public static void Write(string text, TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        string[] lines = text.TrimEnd('\n').Split('\n');
        console.Profile.Width = Math.Max(console.Profile.Width, lines.Max(static line => (2 * line.Length) + 1)); // never wrap a table
        foreach (string line in lines)
            console.MarkupLine(ToMarkup(line));
    }

    internal static string ToMarkup(string line)
    {
        string escaped = Markup.Escape(line);
        if (IsHeading(line))
            return $"[bold aqua]{escaped}[/]";
        if (line.Length > 0 && line.All(static c => c is '═' or '─' or ' '))
            return $"[grey]{escaped}[/]";
        if (line.Contains('↓', StringComparison.Ordinal))
            return $"[grey]{escaped}[/]";
        return ColourBar(escaped);
    }

    private static bool IsHeading(string line) => line.Length > 1 && line[0] is >= 'A' and <= 'Z' && line.Any(char.IsLetter) && !line.Any(char.IsLower) && !line.Any(char.IsDigit);

    private static string ColourBar(string line)
    {
        int start = line.AsSpan().IndexOfAny('█', '▐', '▌');
        if (start < 0)
            return line;
        int end = line.AsSpan().LastIndexOfAny('█', '▐', '▌') + 1;
        return new StringBuilder(line).Insert(end, "[/]").Insert(start, "[green]").ToString();
    }
}
