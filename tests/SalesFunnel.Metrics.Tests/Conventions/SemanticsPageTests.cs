using System.Text.RegularExpressions;

namespace SalesFunnel.Metrics.Tests.Conventions;

public partial class SemanticsPageTests
{
    public static TheoryData<int, string> Examples
    {
        get
        {
            var examples = new TheoryData<int, string>();
            string page = File.ReadAllText(Repository.PathOf("docs", "semantics.md")).ReplaceLineEndings("\n");
            foreach (Match match in Block().Matches(page))
                examples.Add(page[..match.Index].Count(static c => c == '\n') + 2, match.Groups["text"].Value);
            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_gives_the_figures_on_the_page(int line, string text)
    {
        DocumentedExample example = DocumentedExample.Parse(text);
        Assert.True(example.FigureCount > 0, $"The example in line {line} expects nothing.");
        Assert.Empty(example.Differences());
    }

    [Fact]
    public void The_page_has_examples() => Assert.True(Examples.Count >= 25, $"Only {Examples.Count} examples were found.");

    [Fact]
    public void A_wrong_figure_would_be_named() => Assert.Equal(
        ["'=> reached I 2': the tracker gives reached I 1", "'=> reached I 2': the log gives reached I 1"],
        DocumentedExample.Parse("1: A d1, I d2\n=> reached I 2").Differences());

    [Fact]
    public void A_wrong_time_would_be_named() => Assert.Equal(
        ["'times per-visit in office-hours => hours A 4': the log gives hours A 8"],
        DocumentedExample.Parse("1: A d1, I d2\ntimes per-visit in office-hours => hours A 4").Differences());

    [GeneratedRegex(@"^```events\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
