using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SalesFunnel.Metrics.Docs.Tests;

/// <summary>The blocks of a page that belong together: one that starts with usings, and those after it, which go on with its variables.</summary>
public sealed class DocsProgram
{
    private const char EndOfBlock = '\u001e';

    // Assemblies of neighbouring versions; a function that a page shows but does not call.
    private static readonly string[] s_harmless = ["CS1701", "CS1702", "CS8321"];
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(static () =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static file => MetadataReference.CreateFromFile(file))]);

    private readonly IReadOnlyList<CodeBlock> _blocks;

    private DocsProgram(IReadOnlyList<CodeBlock> blocks) => _blocks = blocks;

    /// <summary>Gets a value indicating whether the page says what the program prints.</summary>
    public bool SaysWhatItPrints => _blocks.Any(static block => block.Output is not null);

    /// <summary>Gets what the page says that it prints, block by block, each after its place.</summary>
    public string Output => string.Concat(_blocks.Where(static block => block.Output is not null).Select(static block => Placed(block, block.Output!)));

    /// <summary>Gets the programs of a page.</summary>
    /// <param name="blocks">Its blocks.</param>
    public static IReadOnlyList<DocsProgram> Of(IEnumerable<CodeBlock> blocks)
    {
        var programs = new List<List<CodeBlock>>();
        foreach (CodeBlock block in blocks.Where(static block => block.IsCompiled))
        {
            if (programs.Count == 0 || Root(block).Usings.Count > 0)
                programs.Add([]);
            programs[^1].Add(block);
        }

        return [.. programs.Select(static program => new DocsProgram(program))];
    }

    /// <summary>Compiles the program.</summary>
    /// <returns>Errors and warnings, each with page and line; empty when there is none.</returns>
    public IReadOnlyList<string> Problems() => Problems(Compile().GetDiagnostics());

    /// <summary>Compiles the program and runs it.</summary>
    /// <returns>What it prints, as <see cref="Output"/>.</returns>
    public string Run()
    {
        using var assembly = new MemoryStream();
        List<string> problems = Problems(Compile().Emit(assembly).Diagnostics);
        if (problems.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        using var output = new StringWriter { NewLine = "\n" };
        TextWriter console = Console.Out;
        Console.SetOut(output);
        try
        {
            System.Reflection.Assembly.Load(assembly.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        string[] printed = output.ToString().Split(EndOfBlock);
        return string.Concat(_blocks.Select((block, i) => block.Output is null ? string.Empty : Placed(block, printed[i])));
    }

    private static string Placed(CodeBlock block, string output) => $"{block.Page}:{block.Line}\n{output}";

    private static List<string> Problems(IEnumerable<Diagnostic> diagnostics) =>
        [.. from diagnostic in diagnostics
            where diagnostic.Severity >= DiagnosticSeverity.Warning && !s_harmless.Contains(diagnostic.Id)
            let place = diagnostic.Location.GetMappedLineSpan()
            select $"{place.Path}:{place.StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"];

    private static CompilationUnitSyntax Root(CodeBlock block) => CSharpSyntaxTree.ParseText(block.Code, s_parse).GetCompilationUnitRoot();

    private CSharpCompilation Compile() => CSharpCompilation.Create(
        "Sample",
        [CSharpSyntaxTree.ParseText(Source(), s_parse), CSharpSyntaxTree.ParseText(Implied(), s_parse)],
        s_references.Value,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    // A file wants usings first, then statements, then types; a page explains in another order. Lines keep their numbers.
    private string Source()
    {
        (StringBuilder usings, StringBuilder statements, StringBuilder types) = (new(), new(), new());
        foreach (CodeBlock block in _blocks)
        {
            CompilationUnitSyntax root = Root(block);
            SourceText text = root.GetText();
            char[] rest = block.Code.ToCharArray();
            foreach (SyntaxNode moved in root.Usings.Concat<SyntaxNode>(root.Members.Where(static member => member is not GlobalStatementSyntax)))
            {
                (moved is UsingDirectiveSyntax ? usings : types).Append(Line(block, text, moved.Span.Start)).Append(text.ToString(moved.Span)).Append('\n');
                for (int i = moved.Span.Start; i < moved.Span.End; i++)
                    rest[i] = rest[i] == '\n' ? '\n' : ' ';
            }

            statements.Append(Line(block, text, 0)).Append(rest).Append("\n#line hidden\nConsole.Write('").Append(EndOfBlock).Append("');\n");
        }

        return $"{usings}{statements}{types}";
    }

    private static string Line(CodeBlock block, SourceText text, int position) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#line {block.Line + text.Lines.GetLinePosition(position).Line} \"{block.Page}\"\n");

    // What a console or web project has without a line of code, and the namespaces that the packages add.
    private static string Implied()
    {
        string[] platform =
        [
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
            "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
            "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
        ];
        string[] products = ["SalesFunnel.Metrics", "SalesFunnel.Metrics.Insights", "SalesFunnel.Metrics.Data"];
        return string.Concat(platform.Concat(products).Select(static name => $"global using {name};\n"));
    }
}
