using System.Text.RegularExpressions;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>The top-level types that the sources declare. Namespaces are file-scoped, so these stand at the start of a line.</summary>
internal static partial class SourceTypes
{
    public static IEnumerable<(string Name, bool IsPublic)> DeclaredIn(string source) => Declaration().Matches(source)
        .Select(static match => (match.Groups["name"].Value, match.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal)));

    /// <summary>The first folder below a project in which each type is declared: its layer. Empty for files beside the project.</summary>
    public static Dictionary<string, string> LayersOf(params string[] project)
    {
        var layers = new Dictionary<string, string>(StringComparer.Ordinal);
        string prefix = string.Join('/', project) + "/";
        foreach (string file in Repository.Sources(project))
        {
            string[] parts = Repository.Relative(file)[prefix.Length..].Split('/');
            string layer = parts.Length > 1 ? parts[0] : string.Empty;
            foreach ((string name, _) in DeclaredIn(File.ReadAllText(file)))
            {
                if (layers.TryGetValue(name, out string? other) && other != layer)
                    throw new InvalidOperationException($"The type {name} is declared in {other}/ and in {layer}/. One name lives in one folder.");
                layers[name] = layer;
            }
        }

        return layers;
    }

    /// <summary>The code of a file without comments and texts, line by line.</summary>
    public static IEnumerable<(int Line, string Code)> Code(string file) => NotCode()
        .Replace(File.ReadAllText(file), static match => new string('\n', match.Value.Count(static c => c == '\n')))
        .Split('\n')
        .Select(static (code, index) => (index + 1, code));

    [GeneratedRegex(@"^(?<modifiers>(?:(?:public|internal|file|static|sealed|abstract|readonly|ref|partial|unsafe)\s+)*)(?:record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[\w<>?,\[\] ]+)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(""" //[^\n]* | /\*.*?\*/ | \$*"{3,}.*?"{3,} | \$?@"(?:[^"]|"")*" | \$?"(?:\\.|[^"\\\n])*" | '(?:\\.[^']*|[^'\\\n])' """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex NotCode();
}
