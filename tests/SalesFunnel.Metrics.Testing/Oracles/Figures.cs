using System.Globalization;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Figures by name; what is not there is zero. The common form in which oracle and engine are compared.</summary>
public sealed class Figures
{
    private readonly SortedDictionary<string, Int128> _values = new(StringComparer.Ordinal);

    public Int128 this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<string> Names => _values.Keys;

    public bool IsEmpty => _values.Count == 0;

    public void Add(string name, Int128 value)
    {
        if (value == 0)
            return;
        Int128 sum = _values.GetValueOrDefault(name) + value;
        if (sum == 0)
            _values.Remove(name);
        else
            _values[name] = sum;
    }

    public void Add(string name, int stage, Int128 value)
    {
        if (value != 0)
            Add(At(name, stage), value);
    }

    public void Add(Figures other)
    {
        foreach ((string name, Int128 value) in other._values)
            Add(name, value);
    }

    /// <summary>The figures without those that a predicate names.</summary>
    public Figures Without(Func<string, bool> excluded)
    {
        var kept = new Figures();
        foreach ((string name, Int128 value) in _values.Where(v => !excluded(v.Key)))
            kept.Add(name, value);
        return kept;
    }

    /// <summary>One line per figure in which the two differ; empty when they are equal.</summary>
    public IReadOnlyList<string> DifferencesTo(Figures actual, string place) => _values.Keys
        .Union(actual._values.Keys, StringComparer.Ordinal)
        .Where(name => this[name] != actual[name])
        .Select(name => string.Create(CultureInfo.InvariantCulture, $"{place}: {name} should be {this[name]}, is {actual[name]}"))
        .ToList();

    public static string At(string name, int stage) => string.Create(CultureInfo.InvariantCulture, $"{name}[{stage}]");

    public override string ToString() => string.Join(", ", _values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}={v.Value}")));
}
