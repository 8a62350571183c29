using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Counts, column by column, the ways in which one file writes that a value is missing.</summary>
internal sealed class MissingTexts
{
    private const int MaxColumns = 500;
    private const int MaxChars = 16;

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "unknown", "n/a", "na", "#n/a", "-", "--", "–", "—", "?", "none", "null", "(null)", "nil", "(none)", "(blank)", "blank", "empty", "undefined", "not set", "not specified", "tbd",
        "нет", "нет данных", "не указано", "не указан", "неизвестно", "не задано", "н/д", "unbekannt", "keine", "inconnu", "desconocido",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownBySpan = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly CsvTable _table;
    private readonly HashSet<string> _stated;
    private readonly long[] _empty;
    private readonly Dictionary<string, (long Count, long Line)>?[] _texts;

    public MissingTexts(CsvTable table, FunnelMapping mapping)
    {
        _table = table;
        _stated = [.. mapping.Missing];
        _empty = new long[Math.Min(MaxColumns, table.Header.Count)];
        _texts = new Dictionary<string, (long, long)>?[_empty.Length];
    }

    public void Add()
    {
        int columns = Math.Min(_empty.Length, _table.FieldCount);
        for (int i = 0; i < columns; i++)
        {
            ReadOnlySpan<char> field = _table.RawSpan(i).Trim();
            if (field.IsEmpty)
                _empty[i]++;
            else if (field.Length <= MaxChars && KnownBySpan.TryGetValue(field, out _))
                Count(i, field.ToString());
        }
    }

    /// <summary>Reports the columns that mix ways, and those whose way the mapping does not state although it reads them.</summary>
    public void Report(FindingLog findings, IReadOnlySet<string> read)
    {
        for (int i = 0; i < _texts.Length; i++)
        {
            if (_texts[i] is not { } texts)
                continue;
            (string Text, long Count, long Line)[] unstated = [.. texts.Where(t => !_stated.Contains(t.Key)).Select(static t => (t.Key, t.Value.Count, t.Value.Line)).OrderByDescending(static t => t.Item2)];
            bool isMixed = texts.Count > 1 || _empty[i] > 0;
            if (unstated.Length == 0 || !(isMixed || read.Contains(_table.Header[i])))
                continue;
            string ways = string.Join(", ", unstated.Select(static t => string.Create(CultureInfo.InvariantCulture, $"'{t.Text}' in {t.Count} rows")));
            string note = string.Create(CultureInfo.InvariantCulture, $"{ways}; empty in {_empty[i]}");
            findings.Add(HygieneRules.MixedMissing, new HygieneSample(_table.Name, unstated[0].Line, _table.Header[i], unstated[0].Text, note), unstated.Sum(static t => t.Count));
        }
    }

    private void Count(int column, string text)
    {
        Dictionary<string, (long Count, long Line)> texts = _texts[column] ??= new(StringComparer.Ordinal);
        (long count, long line) = texts.GetValueOrDefault(text, (0, _table.Line));
        texts[text] = (count + 1, line);
    }
}
