using System.Globalization;
using System.Text.Json;

namespace SalesFunnel.Metrics.Data;

/// <summary>Reads the properties of one JSON object, notes what is wrong with them, and complains about properties that nobody asked for.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly List<string> _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonFields(JsonElement element, string path, List<string> errors)
    {
        Path = path;
        _errors = errors;
        IsObject = element.ValueKind == JsonValueKind.Object;
        _object = element;
        if (!IsObject)
            Error(path, $"an object {{ … }} is expected, found {Describe(element)}.");
    }

    public string Path { get; }

    public bool IsObject { get; }

    public static string Describe(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
    }

    public bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        value = default;
        return IsObject && _object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public string PathOf(string name) => $"{Path}.{name}";

    public void Error(string path, string problem) => _errors.Add($"{path}: {problem}");

    public string Required(string name, string purpose)
    {
        if (TryGet(name, out JsonElement value))
            return TextOf(value, PathOf(name)) ?? string.Empty;
        if (IsObject)
            Error(PathOf(name), $"missing. It is {purpose}.");
        return string.Empty;
    }

    public string? Optional(string name) => TryGet(name, out JsonElement value) ? TextOf(value, PathOf(name)) : null;

    /// <summary>One text, or a list of texts.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (!TryGet(name, out JsonElement value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Error(PathOf(name), $"a text or a list of texts is expected, found {Describe(value)}.");
            return [];
        }

        var texts = new List<string>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (TextOf(item, Indexed(name, texts.Count)) is { } text)
                texts.Add(text);
        }

        return texts.AsReadOnly();
    }

    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (!TryGet(name, out JsonElement value))
            return null;
        if (value.ValueKind == JsonValueKind.String && choices.TryGetValue(value.GetString()!, out T choice))
            return choice;
        Error(PathOf(name), $"found {Describe(value)}; allowed are {string.Join(", ", choices.Keys.Select(static k => $"\"{k}\""))}.");
        return null;
    }

    public IEnumerable<JsonFields> Objects(string name)
    {
        if (!TryGet(name, out JsonElement value))
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Error(PathOf(name), $"a list [ … ] is expected, found {Describe(value)}.");
            yield break;
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
            yield return new JsonFields(item, Indexed(name, index++), _errors);
    }

    public JsonFields? Object(string name) => TryGet(name, out JsonElement value) ? new JsonFields(value, PathOf(name), _errors) : null;

    /// <summary>The names of all properties, for objects whose names are data.</summary>
    public IReadOnlyList<string> Names() => IsObject ? [.. _object.EnumerateObject().Select(static p => p.Name)] : [];

    public IReadOnlyDictionary<string, decimal>? Numbers(string name, string purpose)
    {
        if (!TryGet(name, out JsonElement value))
            return null;
        var numbers = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        if (value.ValueKind != JsonValueKind.Object)
        {
            Error(PathOf(name), $"an object {{ … }} is expected, found {Describe(value)}.");
            return numbers;
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDecimal(out decimal number) && number > 0)
                numbers[property.Name] = number;
            else
                Error($"{PathOf(name)}.{property.Name}", $"{purpose} is expected, a number above zero; found {Describe(property.Value)}.");
        }

        return numbers;
    }

    public void RefuseOthers()
    {
        if (!IsObject)
            return;
        foreach (JsonProperty property in _object.EnumerateObject())
        {
            if (!_asked.Contains(property.Name) && property.Name != "$schema")
                Error(PathOf(property.Name), $"no such property. Allowed here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
        }
    }

    private string Indexed(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{Path}.{name}[{index}]");

    private string? TextOf(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        Error(path, $"a non-empty text is expected, found {Describe(value)}.");
        return null;
    }
}
