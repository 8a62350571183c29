namespace SalesFunnel.Metrics.Data;

/// <summary>Counts what rules find and keeps the first places of each.</summary>
internal sealed class FindingLog
{
    private const int MaxValueChars = 80;

    private readonly Dictionary<string, (long Count, List<HygieneSample> Samples)> _found = new(StringComparer.Ordinal);

    public long CountOf(string rule) => _found.TryGetValue(rule, out var found) ? found.Count : 0;

    public IReadOnlyList<HygieneSample> SamplesOf(string rule) => _found.TryGetValue(rule, out var found) ? found.Samples.AsReadOnly() : [];

    public void Add(string rule, CsvTable table, int column, string? note = null)
    {
        if (CountOf(rule) >= HygieneFinding.MaxSamples)
            Count(rule, 1);
        else
            Add(rule, new HygieneSample(table.Name, table.Line, column < 0 ? null : table.Header[column], column < 0 ? null : Cut(table.Raw(column)), note));
    }

    public void Add(string rule, HygieneSample sample, long count = 1)
    {
        if (!_found.ContainsKey(rule))
            _found[rule] = (0, []);
        if (_found[rule].Samples.Count < HygieneFinding.MaxSamples)
            _found[rule].Samples.Add(sample);
        Count(rule, count);
    }

    public static string Cut(string value) => value.Length <= MaxValueChars ? value : string.Concat(value.AsSpan(0, MaxValueChars), "…");

    public void Count(string rule, long count) => _found[rule] = (_found[rule].Count + count, _found[rule].Samples);
}
