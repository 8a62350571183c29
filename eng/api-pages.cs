#:package Microsoft.CodeAnalysis.CSharp@5.12.0
#:property PublishAot=false
#:property EnforceCodeStyleInBuild=false
// Writes the API pages: one Markdown page a public type, an index, and the sidebar of the site, from the assemblies and XML documentation of a Release build.
// Fails on a public type without documentation. Usage: dotnet run eng/api-pages.cs -- BIN_FOLDER OUTPUT_FOLDER PROJECT...
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

string bin = args[0];
string output = args[1];
string[] projects = [.. args[2..].Select(project => Path.GetFileNameWithoutExtension(project)!)];

var products = new List<MetadataReference>();
foreach (string project in projects)
{
    string assembly = Path.Combine(bin, project, "release", project + ".dll");
    string comments = Path.ChangeExtension(assembly, ".xml");
    if (!File.Exists(assembly) || !File.Exists(comments))
        return Fail($"There is no {assembly}, or no {Path.GetFileName(comments)} beside it. Build first: dotnet build -c Release.");
    products.Add(MetadataReference.CreateFromFile(assembly, documentation: new XmlComments(comments)));
}

// What else a signature may name: the platform, and the packages beside the assemblies. What is not found shows under its bare name.
var own = products.Select(product => Path.GetFileName(product.Display!)).ToHashSet(StringComparer.OrdinalIgnoreCase);
IEnumerable<string> others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
    .Concat(projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(bin, project, "release"), "*.dll")))
    .Where(file => !own.Contains(Path.GetFileName(file))).DistinctBy(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase);
var compilation = CSharpCompilation.Create("api", references: [.. products, .. others.Select(file => MetadataReference.CreateFromFile(file))]);

var types = new SortedDictionary<string, INamedTypeSymbol>(StringComparer.Ordinal);
foreach (MetadataReference product in products)
    Collect(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(product)!).GlobalNamespace);

var text = new DocText(types.Values, compilation);
string[] undocumented = [.. types.Values.Where(type => text.Summary(type).Length == 0).Select(type => type.ToDisplayString())];
if (undocumented.Length > 0)
    return Fail($"Public types without a <summary>: {string.Join(", ", undocumented)}. Write one, so that their pages say what they are for.");

Directory.CreateDirectory(output);
foreach (INamedTypeSymbol type in types.Values)
    File.WriteAllText(Path.Combine(output, DocText.PageOf(type)), new TypePage(type, text).ToString());

var index = new StringBuilder("# API reference\n\nEvery public type, by namespace. Written from the documentation comments at each build.\n");
var sidebar = new JsonArray { new JsonObject { ["text"] = "API reference", ["link"] = "/api/" } };
foreach (IGrouping<string, INamedTypeSymbol> space in types.Values.GroupBy(type => type.ContainingNamespace.ToDisplayString()).OrderBy(space => space.Key, StringComparer.Ordinal))
{
    index.Append(CultureInfo.InvariantCulture, $"\n## {space.Key}\n\n| type | |\n|---|---|\n");
    var items = new JsonArray();
    foreach (INamedTypeSymbol type in space.OrderBy(DocText.NameOf, StringComparer.Ordinal))
    {
        index.Append(CultureInfo.InvariantCulture, $"| [{DocText.Escape(DocText.NameOf(type))}](./{DocText.PageOf(type)}) | {DocText.FirstSentence(text.Summary(type)).Replace("|", "\\|")} |\n");
        items.Add((JsonNode?)new JsonObject { ["text"] = DocText.NameOf(type).Replace("<", "&lt;"), ["link"] = "/api/" + DocText.PageOf(type)[..^3] });
    }

    sidebar.Add((JsonNode?)new JsonObject { ["text"] = space.Key.Replace(".", ".<wbr>"), ["collapsed"] = true, ["items"] = items });
}

File.WriteAllText(Path.Combine(output, "index.md"), index.ToString());
File.WriteAllText(Path.Combine(output, "sidebar.json"), sidebar.ToJsonString());
Console.WriteLine($"{types.Count} API pages.");
return 0;

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}

void Collect(INamespaceOrTypeSymbol container)
{
    foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
    {
        if (member is INamedTypeSymbol type)
        {
            if (type.DeclaredAccessibility != Accessibility.Public || type.TypeKind == TypeKind.Extension || !type.CanBeReferencedByName)
                continue;
            types[DocText.PageOf(type)] = type;
        }

        Collect(member);
    }
}

/// <summary>The comments of an assembly, by the id of the member.</summary>
internal sealed class XmlComments(string file) : DocumentationProvider
{
    private readonly Dictionary<string, string> _members = XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, member => member.ToString(SaveOptions.DisableFormatting));

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => file.GetHashCode(StringComparison.Ordinal);

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.GetValueOrDefault(documentationMemberID, string.Empty);
}

/// <summary>One type: declaration, what it is for, and its members.</summary>
internal sealed class TypePage(INamedTypeSymbol type, DocText text)
{
    private static readonly SymbolDisplayFormat s_member = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat s_heading = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly StringBuilder _page = new();

    public override string ToString()
    {
        _page.Append(CultureInfo.InvariantCulture, $"# {DocText.Escape(DocText.NameOf(type))}\n\n{Kind()} in `{type.ContainingNamespace.ToDisplayString()}`, package `{type.ContainingAssembly.Name}`\n\n{text.Summary(type)}\n\n");
        Code(Declaration());
        Details(type);
        if (type.TypeKind == TypeKind.Enum)
            EnumValues();
        else
            Members();
        return _page.ToString();
    }

    private string Kind() => type switch
    {
        { TypeKind: TypeKind.Enum } => "Enum",
        { TypeKind: TypeKind.Interface } => "Interface",
        { TypeKind: TypeKind.Delegate } => "Delegate",
        { IsRecord: true, IsValueType: true } => "Record struct",
        { IsRecord: true } => "Record",
        { IsValueType: true } => "Struct",
        { IsStatic: true } => "Static class",
        _ => "Class",
    };

    private string Declaration()
    {
        if (type.TypeKind == TypeKind.Delegate)
            return type.DelegateInvokeMethod!.ToDisplayString(s_member).Replace("Invoke(", DocText.NameOf(type) + "(", StringComparison.Ordinal);
        string modifiers = type switch
        {
            { TypeKind: TypeKind.Enum } => "enum",
            { TypeKind: TypeKind.Interface } => "interface",
            { IsValueType: true } => (type.IsReadOnly ? "readonly " : string.Empty) + (type.IsRefLikeType ? "ref " : string.Empty) + (type.IsRecord ? "record struct" : "struct"),
            _ => (type.IsStatic ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : string.Empty) + (type.IsRecord ? "record" : "class"),
        };
        IEnumerable<string> bases = type.Interfaces.Where(face => face.Name != "IEquatable" || !type.IsRecord).Select(face => face.ToDisplayString(s_member));
        if (type.BaseType is { SpecialType: SpecialType.None } parent && type.TypeKind == TypeKind.Class)
            bases = bases.Prepend(parent.ToDisplayString(s_member));
        if (type.TypeKind == TypeKind.Enum)
            bases = type.EnumUnderlyingType!.SpecialType == SpecialType.System_Int32 ? [] : [type.EnumUnderlyingType.ToDisplayString(s_member)];
        string list = string.Join(", ", bases);
        return $"public {modifiers} {DocText.NameOf(type)}{(list.Length > 0 ? " : " + list : string.Empty)}";
    }

    private void EnumValues()
    {
        _page.Append("## Values\n\n| value | number | |\n|---|---:|---|\n");
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue))
            _page.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {field.ConstantValue} | {text.Summary(field).Replace("|", "\\|").ReplaceLineEndings(" ")} |\n");
        _page.Append('\n');
    }

    private void Members()
    {
        INamedTypeSymbol[] extensions = [.. type.GetTypeMembers().Where(nested => nested.TypeKind == TypeKind.Extension)];
        var extended = extensions.SelectMany(block => block.GetMembers()).Select(member => member.Name).ToHashSet();
        ISymbol[] members = [.. type.GetMembers().Where(member => IsShown(member) && !extended.Contains(member.Name) && !extended.Contains(member.Name.Replace("get_", string.Empty)))];
        Section("Constructors", members.OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Constructor));
        Section("Fields", members.OfType<IFieldSymbol>());
        Section("Properties", members.OfType<IPropertySymbol>());
        Section("Methods", members.OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary));
        Section("Operators", members.OfType<IMethodSymbol>().Where(method => method.MethodKind is MethodKind.UserDefinedOperator or MethodKind.Conversion));
        Section("Events", members.OfType<IEventSymbol>());
        foreach (INamedTypeSymbol block in extensions)
            Section("Members of " + DocText.Escape(block.ExtensionParameter!.Type.ToDisplayString(s_heading)), block.GetMembers().Where(IsShown));
    }

    // What the compiler adds to a record has no comment; neither has a parameterless constructor that nobody wrote.
    private bool IsShown(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && member is not INamedTypeSymbol && member is not IMethodSymbol { AssociatedSymbol: not null } && text.Summary(member).Length > 0;

    private void Section(string title, IEnumerable<ISymbol> members)
    {
        ISymbol[] sorted = [.. members.OrderBy(member => member.Name, StringComparer.Ordinal)];
        if (sorted.Length == 0)
            return;
        _page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        foreach (ISymbol member in sorted)
        {
            _page.Append(CultureInfo.InvariantCulture, $"### {DocText.Escape(Heading(member))}\n\n{text.Summary(member)}\n\n");
            Code(member.ToDisplayString(s_member));
            Details(member);
        }
    }

    private static string Heading(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } made => $"{made.ContainingType.Name}({string.Join(", ", made.Parameters.Select(parameter => parameter.Type.ToDisplayString(s_heading)))})",
        IPropertySymbol { IsIndexer: false } => member.Name,
        _ => member.ToDisplayString(s_heading),
    };

    private void Code(string code) => _page.Append(CultureInfo.InvariantCulture, $"```cs\n{code}\n```\n\n");

    private void Details(ISymbol member)
    {
        XElement? doc = text.DocOf(member);
        List("Type parameters", "typeparam");
        List("Parameters", "param");
        Paragraph("Returns", "returns");
        foreach (XElement remarks in doc?.Elements("remarks") ?? [])
            _page.Append(CultureInfo.InvariantCulture, $"{text.Markdown(remarks)}\n\n");
        foreach (XElement exception in doc?.Elements("exception") ?? [])
            _page.Append(CultureInfo.InvariantCulture, $"**Throws** {text.Link(exception.Attribute("cref")?.Value)}: {text.Markdown(exception)}\n\n");

        void List(string title, string element)
        {
            XElement[] items = [.. doc?.Elements(element) ?? []];
            if (items.Length == 0)
                return;
            _page.Append(CultureInfo.InvariantCulture, $"**{title}**\n\n");
            foreach (XElement item in items)
                _page.Append(CultureInfo.InvariantCulture, $"- `{item.Attribute("name")?.Value}`: {text.Markdown(item)}\n");
            _page.Append('\n');
        }

        void Paragraph(string title, string element)
        {
            if (doc?.Element(element) is { } found)
                _page.Append(CultureInfo.InvariantCulture, $"**{title}** {text.Markdown(found)}\n\n");
        }
    }
}

/// <summary>Documentation comments as Markdown that a Vue template takes.</summary>
internal sealed class DocText(IEnumerable<INamedTypeSymbol> types, Compilation compilation)
{
    private readonly Dictionary<string, string> _pages = types.ToDictionary(type => type.GetDocumentationCommentId()!, PageOf);
    private readonly Dictionary<ISymbol, XElement?> _docs = new(SymbolEqualityComparer.Default);

    public static string PageOf(INamedTypeSymbol type) =>
        $"{type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None))}{(type.Arity > 0 ? $"-{type.Arity}" : string.Empty)}.md";

    public static string NameOf(INamedTypeSymbol type) => type.ToDisplayString(new SymbolDisplayFormat(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes, genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters));

    public static string FirstSentence(string summary)
    {
        int end = summary.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? summary : summary[..(end + 1)]).ReplaceLineEndings(" ");
    }

    // Markdown would take * and _ as emphasis, the template < as an element and {{ as an expression.
    public static string Escape(string plain) => plain.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("{", "&#123;").Replace("}", "&#125;")
        .Replace("*", "\\*").Replace("_", "\\_").Replace("[", "\\[").Replace("]", "\\]");

    public string Summary(ISymbol symbol)
    {
        XElement? doc = DocOf(symbol);
        if (doc?.Element("summary") is { } summary)
            return Markdown(summary);
        // A property that comes from a parameter of its record is documented there.
        return symbol is IPropertySymbol && DocOf(symbol.ContainingType)?.Elements("param").FirstOrDefault(param => param.Attribute("name")?.Value == symbol.Name) is { } parameter
            ? Markdown(parameter)
            : string.Empty;
    }

    public XElement? DocOf(ISymbol symbol)
    {
        if (_docs.TryGetValue(symbol, out XElement? known))
            return known;
        string? xml = symbol.GetDocumentationCommentXml();
        XElement? doc = string.IsNullOrWhiteSpace(xml) ? null : XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        if (doc?.Element("inheritdoc") is { } inherit && Origin(symbol, inherit.Attribute("cref")?.Value) is { } origin)
            doc = DocOf(origin) ?? doc;
        return _docs[symbol] = doc;
    }

    public string Link(string? cref)
    {
        if (cref is null)
            return string.Empty;
        ISymbol? symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation);
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        if (type?.TypeKind == TypeKind.Extension)
            type = type.ContainingType;
        string name = symbol switch
        {
            INamedTypeSymbol named => NameOf(named),
            IMethodSymbol { MethodKind: MethodKind.Constructor } made => NameOf(made.ContainingType),
            { } member => $"{NameOf(type!)}.{member.Name}",
            _ => cref[(cref.IndexOf(':') + 1)..].Split('(')[0].Split('.')[^1],
        };
        return type?.OriginalDefinition.GetDocumentationCommentId() is { } id && _pages.TryGetValue(id, out string? page) ? $"[`{name}`](./{page})" : $"`{name}`";
    }

    public string Markdown(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
            text.Append(node switch
            {
                XText plain => Escape(Regex.Replace(plain.Value, @"\s+", " ")),
                XElement child => Markdown(child, child.Name.LocalName),
                _ => string.Empty,
            });
        return text.ToString().Trim();
    }

    private string Markdown(XElement element, string name) => name switch
    {
        "see" or "seealso" => element.Attribute("cref") is { } cref ? Link(cref.Value)
            : element.Attribute("langword") is { } word ? $"`{word.Value}`"
            : element.Attribute("href") is { } href ? $"[{(element.IsEmpty ? href.Value : Markdown(element))}]({href.Value})" : string.Empty,
        "paramref" or "typeparamref" => $"`{element.Attribute("name")?.Value}`",
        "c" => $"`{element.Value.ReplaceLineEndings(" ")}`",
        "code" => $"\n\n```cs\n{element.Value.Trim('\r', '\n')}\n```\n\n",
        "para" => $"\n\n{Markdown(element)}\n\n",
        "br" => "\n\n",
        "list" => "\n\n" + string.Concat(element.Elements("item").Select(item => $"- {Markdown(item)}\n")) + "\n",
        _ => Markdown(element),
    };

    private ISymbol? Origin(ISymbol symbol, string? cref)
    {
        if (cref is not null)
            return DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation);
        if (symbol is INamedTypeSymbol named)
            return named.BaseType is { SpecialType: SpecialType.None } parent ? parent : named.Interfaces.FirstOrDefault();
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };
        return overridden ?? symbol.ContainingType.AllInterfaces.SelectMany(face => face.GetMembers())
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }
}
