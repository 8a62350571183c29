using System.Globalization;
using System.Text.RegularExpressions;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Conventions;

public class ReadmeTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_quick_start_is_the_code_that_is_tested()
    {
        string source = File.ReadAllText(Repository.PathOf("tests", "SalesFunnel.Metrics.Tests", "Conventions", "ReadmeQuickStart.cs")).ReplaceLineEndings("\n");
        IEnumerable<string> tested = Between(source, "// <quick-start>\n", "        // </quick-start>")
            .TrimEnd('\n').Split('\n').Select(static line => line.Length > 8 ? line[8..] : line);
        Assert.Equal(tested, Block("csharp").Split('\n'));
    }

    [Fact]
    public void The_quick_start_prints_what_the_page_says() => Assert.Equal(Block("text") + "\n", ReadmeQuickStart.Run());

    [Fact]
    public void The_quick_start_is_short() => Assert.InRange(Block("csharp").Split('\n').Length, 1, 12);

    [Fact]
    public void The_sequence_example_is_the_code_that_is_tested_and_prints_what_the_page_says()
    {
        string source = File.ReadAllText(Repository.PathOf("tests", "SalesFunnel.Metrics.Tests", "Conventions", "ReadmeSequence.cs")).ReplaceLineEndings("\n");
        IEnumerable<string> tested = Between(source, "// <sequence>\n", "        // </sequence>")
            .TrimEnd('\n').Split('\n').Select(static line => line.Length > 8 ? line[8..] : line);
        string section = s_page[s_page.IndexOf("## Event sequences", StringComparison.Ordinal)..];
        Assert.Equal(tested, Between(section, "```csharp\n", "\n```").Split('\n'));
        Assert.Equal(Between(section, "```text\n", "\n```") + "\n", ReadmeSequence.Run());
    }

    [Theory]
    [InlineData("Reached")]
    [InlineData("Open funnel")]
    [InlineData("Touched")]
    [InlineData("Strict")]
    [InlineData("Adjacent moves")]
    [InlineData("Visit rows")]
    [InlineData("Rows of deals not lost now")]
    [InlineData("Closed deals only")]
    [InlineData("Current state")]
    public void The_table_of_ten_deals_is_what_the_library_counts(string rule)
    {
        var builder = new DealLogBuilder(GoldenExample.Definition);
        foreach (DealEvent dealEvent in GoldenExample.Events)
            builder.Add(dealEvent);
        RuleCounts counts = builder.Build().CountBy(FunnelRules.All.Single(r => r.Name == rule));

        string row = s_page.Split('\n').Single(line => line.StartsWith($"| {rule}", StringComparison.Ordinal));
        string[] expected =
        [
            .. counts.Counts.Select(static count => count.ToString(CultureInfo.InvariantCulture)),
            .. Enumerable.Range(0, 3).Select(stage => Percent(counts.Rate(stage, stage + 1))),
            Percent(counts.Overall()),
        ];
        Assert.Equal(expected, row.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..]);
    }

    [Fact]
    public void The_paths_of_the_ten_deals_are_those_of_the_example() =>
        Assert.Contains(string.Join(", ", GoldenExample.Paths.Select(static path => $"`{path}`")), s_page, StringComparison.Ordinal);

    [Fact]
    public void Links_of_the_pages_lead_to_files()
    {
        IEnumerable<string> broken =
            from page in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md"))
            from Match link in Regex.Matches(File.ReadAllText(page), @"\]\((?<target>[^)#:]+)\)", RegexOptions.ExplicitCapture)
            let target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups["target"].Value)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{Repository.Relative(page)} links to {link.Groups["target"].Value}";
        Assert.Empty(broken);
    }

    private static string Percent(MetricValue rate) => rate.Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.0} %") : "–";

    private static string Block(string language) => Between(s_page, $"```{language}\n", "\n```");

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
