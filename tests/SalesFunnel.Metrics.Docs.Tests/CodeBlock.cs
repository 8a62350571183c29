namespace SalesFunnel.Metrics.Docs.Tests;

/// <summary>A C# block of a page.</summary>
/// <param name="Page">Path of the page, from the root of the repository.</param>
/// <param name="Line">Line of its first line of code, from 1.</param>
/// <param name="Code">The code.</param>
/// <param name="IsCompiled">False for a block marked <c>csharp no-compile</c>.</param>
/// <param name="Output">What the block right after it says it prints; <c>null</c> when no text block follows.</param>
public sealed record CodeBlock(string Page, int Line, string Code, bool IsCompiled, string? Output)
{
    /// <summary>Gets the C# blocks of a page, in order.</summary>
    /// <param name="page">Path of the page, for messages.</param>
    /// <param name="text">The Markdown.</param>
    public static IReadOnlyList<CodeBlock> Of(string page, string text)
    {
        var blocks = new List<CodeBlock>();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        bool followsCode = false; // only empty lines since the last C# block
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                followsCode &= lines[i].Length == 0;
                continue;
            }

            string[] info = lines[i].TrimStart('`').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool isCode = info is ["csharp" or "cs", ..];
            int end = Array.FindIndex(lines, i + 1, static line => line.StartsWith("```", StringComparison.Ordinal));
            if (end < 0)
                throw new FormatException($"{page}:{i + 1}: the block has no end. Close it with ``` on a line of its own.");
            string content = string.Concat(lines[(i + 1)..end].Select(static line => line + "\n"));
            if (isCode)
                blocks.Add(new CodeBlock(page, i + 2, content, !info.Contains("no-compile"), null));
            else if (info is ["text"] && followsCode)
                blocks[^1] = blocks[^1] with { Output = content };
            followsCode = isCode;
            i = end;
        }

        return blocks;
    }
}
