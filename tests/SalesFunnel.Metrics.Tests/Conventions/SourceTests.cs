using System.Text.RegularExpressions;

namespace SalesFunnel.Metrics.Tests.Conventions;

public partial class SourceTests
{
    [Fact]
    public void The_sources_are_found() => Assert.Contains("src/SalesFunnel.Metrics/Model/FunnelDefinition.cs", Repository.Sources("src").Select(Repository.Relative));

    [Fact]
    public void Unsafe_code_stands_only_in_the_counting_kernels() => Assert.Empty(
        from file in Repository.Sources("src")
        where !Repository.Relative(file).StartsWith("src/SalesFunnel.Metrics/Counting/Kernels/", StringComparison.Ordinal)
        from line in SourceTypes.Code(file)
        where Unsafe().IsMatch(line.Code)
        select $"{Repository.Relative(file)}({line.Line}): {line.Code.Trim()}");

    [Theory]
    [InlineData("    private static unsafe void F(byte* p)", true)]
    [InlineData("    ref byte first = ref Unsafe.Add(ref start, 1);", true)]
    [InlineData("    bool unsafely = true;", false)]
    public void The_search_for_unsafe_code_finds_it(string code, bool found) => Assert.Equal(found, Unsafe().IsMatch(code));

    [Fact]
    public void A_file_holds_at_most_one_public_type_and_is_named_after_it()
    {
        var wrong = new List<string>();
        foreach (string file in Repository.Sources("src"))
        {
            string[] types = [.. SourceTypes.DeclaredIn(File.ReadAllText(file)).Where(static t => t.IsPublic).Select(static t => t.Name)];
            string expected = Path.GetFileName(file).Split('.')[0]; // Type.Part.cs is a part of Type
            if (types.Length > 1 || (types.Length == 1 && types[0] != expected))
                wrong.Add($"{Repository.Relative(file)} declares {string.Join(", ", types)}");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("namespace A;\n\npublic readonly record struct Rate(long A);\ninternal static class Other;", "Rate+,Other-")]
    [InlineData("public sealed partial class Snap\n{\n    public enum Nested;\n}", "Snap+")]
    [InlineData("public delegate int Reader(string text);\npublic enum Kind : byte { A }", "Reader+,Kind+")]
    [InlineData("/// <summary>public class Not</summary>\npublic abstract record Shape<T>(T Value);", "Shape+")]
    public void Declarations_are_told_from_the_text(string source, string expected) => Assert.Equal(
        expected, string.Join(',', SourceTypes.DeclaredIn(source).Select(static t => t.Name + (t.IsPublic ? '+' : '-'))));

    [Fact]
    public void Sources_speak_of_no_unfinished_work() => Assert.Empty(
        from file in Repository.Sources("src").Concat(Repository.Sources("benchmarks"))
        from line in File.ReadLines(file).Select(static (text, index) => (Text: text, Number: index + 1))
        where Unfinished().IsMatch(line.Text)
        select $"{Repository.Relative(file)}({line.Number}): {line.Text.Trim()}");

    [GeneratedRegex(@"\bunsafe\b|\bUnsafe\.")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();
}
