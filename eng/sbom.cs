// Writes the bill of materials of a release as SPDX 2.3:
//   dotnet run eng/sbom.cs -- PACKAGES-FOLDER OBJ-FOLDER VERSION TIME OUTPUT
// Ours: the packages of the folder, with SHA-256. Others: what the restore resolved for them at run time (project.assets.json).
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

(string folder, string obj, string version, string time, string output) = (args[0], args[1], args[2], args[3], args[4]);
var packages = new SortedDictionary<string, Package>(StringComparer.Ordinal);
var relations = new SortedSet<(string From, string Kind, string To)>();

foreach (string file in Directory.GetFiles(folder, $"*.{version}.nupkg"))
{
    string id = Path.GetFileName(file)[..^$".{version}.nupkg".Length];
    string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
    packages[Key(id, version)] = new(id, version, LicenseOf(file), "SHA256", hash, Path.GetFileName(file));
    relations.Add(("SPDXRef-DOCUMENT", "DESCRIBES", Key(id, version)));
}

foreach (Package ours in packages.Values.ToArray())
    Resolve(ours);
Write();
Console.WriteLine($"{output}: {packages.Count} packages, {relations.Count} relationships");

void Resolve(Package ours)
{
    string assetsFile = Path.Combine(obj, ours.Id, "project.assets.json");
    if (!File.Exists(assetsFile))
        throw new FileNotFoundException($"{ours.Id} has no {assetsFile}. Restore and build it before the bill of materials is written.");
    using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
    JsonElement root = assets.RootElement;
    JsonElement target = root.GetProperty("targets").EnumerateObject().First().Value;
    JsonElement framework = root.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value;
    JsonElement restored = root.GetProperty("project").GetProperty("restore").GetProperty("frameworks").EnumerateObject().First().Value;
    string cache = root.GetProperty("project").GetProperty("restore").GetProperty("packagesPath").GetString()!;
    var libraries = target.EnumerateObject().ToDictionary(l => l.Name[..l.Name.IndexOf('/')], l => l, StringComparer.OrdinalIgnoreCase);

    var direct = new List<string>();
    if (framework.TryGetProperty("dependencies", out JsonElement dependencies))
        direct.AddRange(dependencies.EnumerateObject()
            .Where(d => !d.Value.TryGetProperty("suppressParent", out JsonElement hidden) || hidden.GetString() != "All").Select(d => d.Name));
    if (restored.TryGetProperty("projectReferences", out JsonElement references))
        direct.AddRange(references.EnumerateObject().Select(r => Path.GetFileNameWithoutExtension(r.Name)));

    var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
    foreach (string name in direct)
        Follow(Key(ours.Id, ours.Version), name);

    void Follow(string from, string name)
    {
        if (!libraries.TryGetValue(name, out JsonProperty library))
            return; // part of the framework: nothing of it is delivered with the package
        bool project = library.Value.GetProperty("type").GetString() == "project";
        (string id, string resolved) = (library.Name[..library.Name.IndexOf('/')], library.Name[(library.Name.IndexOf('/') + 1)..]);
        string key = Key(id, project ? version : resolved);
        if (!packages.ContainsKey(key))
        {
            if (project)
                throw new InvalidDataException($"{from} needs the project {id}, which is not packed. Pack every project that a package needs.");
            string file = Path.Combine(cache, id.ToLowerInvariant(), resolved, $"{id.ToLowerInvariant()}.{resolved}.nupkg");
            string hash = Convert.ToHexStringLower(SHA512.HashData(File.ReadAllBytes(file)));
            packages[key] = new(id, resolved, LicenseOf(file), "SHA512", hash, null);
        }

        relations.Add((from, "DEPENDS_ON", key));
        if (seen.Add(id) && library.Value.TryGetProperty("dependencies", out JsonElement next))
            foreach (JsonProperty dependency in next.EnumerateObject())
                Follow(key, dependency.Name);
    }
}

static string Key(string id, string version) => $"SPDXRef-{id}-{version.Replace('+', '-')}";

static string LicenseOf(string nupkg)
{
    using ZipArchive zip = ZipFile.OpenRead(nupkg);
    ZipArchiveEntry nuspec = zip.Entries.First(e => e.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !e.FullName.Contains('/'));
    using Stream stream = nuspec.Open();
    XElement? license = XDocument.Load(stream).Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
    return license?.Attribute("type")?.Value == "expression" ? license.Value : "NOASSERTION";
}

void Write()
{
    using var stream = File.Create(output);
    using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
    // The name space must be one of its own for each document: made from what the document says.
    byte[] seed = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', packages.Select(p => $"{p.Key} {p.Value.Hash}"))));
    json.WriteStartObject();
    json.WriteString("spdxVersion", "SPDX-2.3");
    json.WriteString("dataLicense", "CC0-1.0");
    json.WriteString("SPDXID", "SPDXRef-DOCUMENT");
    json.WriteString("name", $"SalesFunnel.Metrics {version}");
    json.WriteString("documentNamespace", $"urn:uuid:{new Guid(seed.AsSpan(0, 16))}");
    json.WriteStartObject("creationInfo");
    json.WriteString("created", DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    json.WriteStartArray("creators");
    json.WriteStringValue("Organization: SalesFunnel.Metrics contributors");
    json.WriteStringValue("Tool: eng/sbom.cs");
    json.WriteEndArray();
    json.WriteEndObject();
    json.WriteStartArray("packages");
    foreach ((string key, Package package) in packages)
    {
        json.WriteStartObject();
        json.WriteString("SPDXID", key);
        json.WriteString("name", package.Id);
        json.WriteString("versionInfo", package.Version);
        if (package.File is not null)
            json.WriteString("packageFileName", package.File);
        json.WriteString("downloadLocation", "NOASSERTION");
        json.WriteBoolean("filesAnalyzed", false);
        json.WriteString("licenseConcluded", "NOASSERTION");
        json.WriteString("licenseDeclared", package.License);
        json.WriteString("copyrightText", "NOASSERTION");
        json.WriteStartArray("checksums");
        json.WriteStartObject();
        json.WriteString("algorithm", package.Algorithm);
        json.WriteString("checksumValue", package.Hash);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("externalRefs");
        json.WriteStartObject();
        json.WriteString("referenceCategory", "PACKAGE-MANAGER");
        json.WriteString("referenceType", "purl");
        json.WriteString("referenceLocator", $"pkg:nuget/{package.Id}@{package.Version}");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    json.WriteEndArray();
    json.WriteStartArray("relationships");
    foreach ((string from, string kind, string to) in relations)
    {
        json.WriteStartObject();
        json.WriteString("spdxElementId", from);
        json.WriteString("relationshipType", kind);
        json.WriteString("relatedSpdxElement", to);
        json.WriteEndObject();
    }

    json.WriteEndArray();
    json.WriteEndObject();
}

sealed record Package(string Id, string Version, string License, string Algorithm, string Hash, string? File);
