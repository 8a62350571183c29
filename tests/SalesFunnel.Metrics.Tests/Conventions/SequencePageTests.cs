using System.Text.RegularExpressions;

namespace SalesFunnel.Metrics.Tests.Conventions;

public partial class SequencePageTests
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
    public void The_example_gives_the_chains_on_the_page(int line, string text)
    {
        DocumentedSequence example = DocumentedSequence.Parse(text);
        Assert.True(example.ExpectationCount > 0, $"The example in line {line} expects nothing.");
        Assert.Empty(example.Differences());
    }

    [Fact]
    public void The_page_has_examples() => Assert.True(Examples.Count >= 10, $"Only {Examples.Count} examples were found.");

    [Fact]
    public void A_wrong_chain_would_be_named() =>
        Assert.Equal(["'a1 b2 => a1 b3 completed': found a1 b2 completed"], DocumentedSequence.Parse("a, b within 5\na1 b2 => a1 b3 completed").Differences());

    [GeneratedRegex(@"^```sequence\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
