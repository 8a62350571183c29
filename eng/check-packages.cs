// Checks what is in the packages of a release: dotnet run eng/check-packages.cs -- FOLDER VERSION
// Says everything that is missing, not only the first thing.
using System.IO.Compression;
using System.Xml.Linq;

(string folder, string version) = (args[0], args[1]);
string[] files = Directory.GetFiles(folder, $"*.{version}.nupkg");
var errors = new List<string>();
foreach (string file in files.Order(StringComparer.Ordinal))
    Check(file, Path.GetFileName(file)[..^$".{version}.nupkg".Length]);
foreach (string error in errors)
    Console.Error.WriteLine(error);
if (files.Length == 0)
    Console.Error.WriteLine($"{folder} has no package of version {version}. Pack first, and name the folder of the packages.");
if (errors.Count > 0 || files.Length == 0)
    return 1;
Console.WriteLine($"{files.Length} packages of {version}: description, license, icon, readme, documentation, symbols and versions are in order");
return 0;

void Check(string file, string id)
{
    using ZipArchive zip = ZipFile.OpenRead(file);
    HashSet<string> entries = [.. zip.Entries.Select(e => e.FullName)];
    if (!entries.Contains($"{id}.nuspec"))
    {
        errors.Add($"{id}: the package has no {id}.nuspec. Its id must be the name of its project.");
        return;
    }

    using Stream stream = zip.GetEntry($"{id}.nuspec")!.Open();
    XElement metadata = XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    string? Value(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    if (Value("version") != version)
        errors.Add($"{id}: the file says version {version}, the package {Value("version")}.");
    if (Value("description") is null or "" or "Package Description")
        errors.Add($"{id}: no description. Write <Description> in src/{id}/{id}.csproj.");
    if (string.IsNullOrEmpty(Value("tags")))
        errors.Add($"{id}: no tags. Directory.Build.props sets <PackageTags>.");
    XElement? license = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
    if (license?.Attribute("type")?.Value != "expression")
        errors.Add($"{id}: no license expression. Directory.Build.props sets <PackageLicenseExpression>.");
    if (Value("readme") is not { } readme || !entries.Contains(readme))
        errors.Add($"{id}: no readme. Write src/{id}/README.md.");
    if (Value("icon") is not { } icon || !entries.Contains(icon))
        errors.Add($"{id}: no icon. src/Directory.Build.props packs src/icon.png.");
    if (metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "repository")?.Attribute("commit") is null)
        errors.Add($"{id}: the commit is not named. Pack in a clone, not in an archive of the sources.");

    string[] libraries = [.. entries.Where(e => e.EndsWith($"/{id}.dll", StringComparison.Ordinal))];
    if (libraries.Length == 0)
        errors.Add($"{id}: there is no {id}.dll inside.");
    string symbolsFile = Path.ChangeExtension(file, ".snupkg");
    HashSet<string> symbols = File.Exists(symbolsFile) ? EntriesOf(symbolsFile) : [];
    foreach (string library in libraries)
    {
        if (!entries.Contains(Path.ChangeExtension(library, ".xml")))
            errors.Add($"{id}: {library} comes without its documentation (.xml).");
        if (!symbols.Contains(Path.ChangeExtension(library, ".pdb")))
            errors.Add($"{id}: {Path.GetFileName(symbolsFile)} has no symbols of {library}.");
    }

    foreach (XElement dependency in metadata.Descendants().Where(e => e.Name.LocalName == "dependency"))
    {
        (string? name, string? wanted) = (dependency.Attribute("id")?.Value, dependency.Attribute("version")?.Value);
        if (files.Any(f => Path.GetFileName(f) == $"{name}.{version}.nupkg") && wanted != version)
            errors.Add($"{id}: it needs {name} {wanted}; packages of one release need each other in the version of that release, {version}.");
    }
}

static HashSet<string> EntriesOf(string file)
{
    using ZipArchive zip = ZipFile.OpenRead(file);
    return [.. zip.Entries.Select(e => e.FullName)];
}
