using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Reads values of one section by hand – no reflection – and collects what is wrong: where, what was found, what is allowed.</summary>
internal sealed class SectionReader(IConfiguration section, List<string> errors)
{
    /// <summary>Gets where the section stands in the configuration; empty for the whole of it.</summary>
    public string Path { get; } = (section as IConfigurationSection)?.Path ?? string.Empty;

    public void Error(string key, string sentence) => errors.Add($"{PathOf(key)} {sentence}");

    /// <summary>Keys are few and fixed; any other is a slip that would else be passed over.</summary>
    public void RequireKeys(params ReadOnlySpan<string> known)
    {
        string[] names = known.ToArray();
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                Error(child.Key, $"is not a known key; the nearest is '{NearestName.Of(child.Key, names)}'. Known here are: {string.Join(", ", names)}.");
        }
    }

    public bool Has(string key) => section.GetSection(key) is var found && (!string.IsNullOrEmpty(found.Value) || found.GetChildren().Any());

    public bool IsSingleValue(string key) => section.GetSection(key) is { Value: not null } found && !found.GetChildren().Any();

    /// <summary>A single value, or <c>null</c> when it is not given.</summary>
    public string? Text(string key)
    {
        IConfigurationSection found = section.GetSection(key);
        if (!found.GetChildren().Any())
            return found.Value;
        Error(key, $"is a section with the keys {string.Join(", ", found.GetChildren().Select(static c => $"'{c.Key}'"))}; a single value is allowed.");
        return null;
    }

    public int? Number(string key, int from, int to)
    {
        if (Text(key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to)
            return number;
        Error(key, string.Create(CultureInfo.InvariantCulture, $"is '{text}'; a whole number from {from} to {to} is allowed."));
        return null;
    }

    public bool? Flag(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (bool.TryParse(text, out bool flag))
            return flag;
        Error(key, $"is '{text}'; true and false are allowed.");
        return null;
    }

    public T? Member<T>(string key)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
            return null;
        string[] names = Enum.GetNames<T>();
        int found = Array.FindIndex(names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (found >= 0)
            return Enum.GetValues<T>()[found];
        Error(key, $"is '{text}'; the nearest allowed is '{NearestName.Of(text, names)}'. Allowed are: {string.Join(", ", names)}.");
        return null;
    }

    /// <summary>A time of zero or more. A bare number is refused: .NET takes it for days, people for seconds.</summary>
    public TimeSpan? Duration(string key) => Time(key, isInterval: false);

    /// <summary>A time above zero, or 'never'.</summary>
    public TimeSpan? Interval(string key) => Time(key, isInterval: true);

    /// <summary>A part of this section.</summary>
    public SectionReader Part(string key)
    {
        IConfigurationSection found = section.GetSection(key);
        if (!string.IsNullOrEmpty(found.Value))
            Error(key, $"is the single value '{found.Value}'; a section is allowed.");
        return new SectionReader(found, errors);
    }

    public IReadOnlyList<string> Keys() => [.. section.GetChildren().Select(static child => child.Key)];

    /// <summary>The numbers of the items of a list, in order. Keys that are no numbers have no order that anyone could rely on.</summary>
    public IReadOnlyList<string> Items()
    {
        var items = new List<string>();
        foreach (string key in Keys())
        {
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                items.Add(key);
            else
                Error(key, "stands in a list, where only the numbers 0, 1, 2 … are keys. In JSON, write the list in square brackets.");
        }

        return items;
    }

    private TimeSpan? Time(string key, bool isInterval)
    {
        if (Text(key) is not { } text)
            return null;
        if (isInterval && string.Equals(text, "never", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) && (isInterval ? time > TimeSpan.Zero : time >= TimeSpan.Zero))
            return time;
        Error(key, $"is '{text}'; a time {(isInterval ? "above zero" : "of zero or more")} as [days.]hours:minutes:seconds is allowed, for example 00:00:30{(isInterval ? ", or never" : " or 30.00:00:00")}.");
        return null;
    }

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}:{key}";
}
