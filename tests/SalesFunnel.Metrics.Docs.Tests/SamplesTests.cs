using SalesFunnel.Metrics.Tests.Conventions;

namespace SalesFunnel.Metrics.Docs.Tests;

public class SamplesTests
{
    // Raise it only for a block that can be no program, and say in the commit why.
    private const int MostBlocksNotCompiled = 0;

    public static TheoryData<string> Pages => [.. Blocks().Select(static block => block.Page).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_sample_compiles(string page) =>
        Assert.Equal(string.Empty, string.Join('\n', DocsProgram.Of(Blocks().Where(block => block.Page == page)).SelectMany(static program => program.Problems())));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_sample_prints_what_the_page_says(string page)
    {
        Environment.CurrentDirectory = Repository.PathOf("."); // samples name files from the root
        foreach (DocsProgram program in DocsProgram.Of(Blocks().Where(block => block.Page == page)).Where(static program => program.SaysWhatItPrints))
        {
            string printed = program.Run();
            Assert.True(program.Output == printed, $"The page says:\n{program.Output}\nIt prints:\n{printed}");
        }
    }

    [Fact]
    public void Hardly_a_block_is_left_uncompiled() =>
        Assert.InRange(Blocks().Count(static block => !block.IsCompiled), 0, MostBlocksNotCompiled);

    [Fact]
    public void The_pages_hold_samples() => Assert.InRange(Blocks().Count(), 20, int.MaxValue);

    [Fact]
    public void A_fault_is_told_with_its_page_and_line()
    {
        const string page = "# Page\n\n```csharp\nusing System.Text;\n\nvar text = new StringBuilder();\nint length = text.Size;\nConsole.WriteLine(length);\n```\n";
        string problem = Assert.Single(Assert.Single(DocsProgram.Of(CodeBlock.Of("docs/page.md", page))).Problems());
        Assert.StartsWith("docs/page.md:7: CS1061 ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_in_a_later_block_or_a_type_is_told_with_its_line()
    {
        const string page = "```csharp\nint a = 1;\n```\n\nThen:\n\n```csharp\nrecord Row(Lost Part);\n\nConsole.WriteLine(a + b);\n```\n";
        Assert.Equal(
            ["docs/page.md:10: CS0103", "docs/page.md:8: CS0246"],
            Assert.Single(DocsProgram.Of(CodeBlock.Of("docs/page.md", page))).Problems().Select(static problem => problem[..23]).Order(StringComparer.Ordinal).Select(static line => line.TrimEnd()));
    }

    [Fact]
    public void A_block_with_usings_starts_a_new_program()
    {
        const string page = "```csharp\nint a = 1;\n```\n```csharp\nusing System.Text;\nConsole.WriteLine(a);\n```\n";
        IReadOnlyList<DocsProgram> programs = DocsProgram.Of(CodeBlock.Of("docs/page.md", page));
        Assert.Equal(2, programs.Count);
        Assert.Contains("docs/page.md:6: CS0103", Assert.Single(programs[1].Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_text_right_after_a_block_is_its_output()
    {
        const string page = "```csharp\nConsole.WriteLine(1);\n```\n\n```text\n1\n```\n\nOther:\n\n```text\n2\n```\n";
        DocsProgram program = Assert.Single(DocsProgram.Of(CodeBlock.Of("docs/page.md", page)));
        Assert.Equal("docs/page.md:2\n1\n", program.Output);
        Assert.Equal("docs/page.md:2\n1\n", program.Run());
    }

    [Fact]
    public void A_block_without_end_is_told() =>
        Assert.Contains("docs/page.md:2", Assert.Throws<FormatException>(static () => CodeBlock.Of("docs/page.md", "\n```csharp\nint a;\n")).Message, StringComparison.Ordinal);

    private static IEnumerable<CodeBlock> Blocks() =>
        from page in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Where(static page => !page.Contains("node_modules", StringComparison.Ordinal))
            .Concat(Directory.EnumerateDirectories(Repository.PathOf("src")).Select(static project => Path.Combine(project, "README.md")).Where(File.Exists))
            .Append(Repository.PathOf("README.md"))
            .Order(StringComparer.Ordinal)
        from block in CodeBlock.Of(Repository.Relative(page).Replace('\\', '/'), File.ReadAllText(page))
        select block;
}
