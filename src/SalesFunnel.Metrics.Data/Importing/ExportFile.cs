using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>One file that was recognised, and what its rows show. Reads the file once; what is kept does not grow with it but by the texts of stages.</summary>
internal sealed class ExportFile
{
    private const int MaxTexts = 256; // far above what a funnel may have; more means that the column holds something else

    private readonly Dictionary<string, StageVotes> _stages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _currencies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _pipelines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _statuses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<ColumnRole, int> _index = [];
    private readonly List<DateFormatVotes> _dates = [];
    private readonly List<int> _dateColumns = [];
    private readonly bool _newestFirst;

    private ExportFile(string path, ExportShape shape, CsvTable table, Dictionary<string, int> header, CancellationToken cancellation)
    {
        (Path, Name, Shape, Format) = (path, System.IO.Path.GetFileName(path), shape, table.Format);
        foreach (ColumnNames names in shape.Columns)
        {
            int column = Find(header, names, out int alias);
            if (column < 0)
                continue;
            _index.TryAdd(names.Role, column);
            Columns.TryAdd(names.Role, table.Header[column]);
            Findings.Add((names.Role, alias == 0 && !shape.IsGeneric ? Certainty.Certain : shape.IsGeneric ? Certainty.Guessed : Certainty.Likely));
        }

        if (shape.StageDatePrefix is { } prefix)
            StageDates.AddRange(StageDateHeaders.WithLabel(table.Header, prefix));
        else if (shape.IsGeneric)
            StageDates.AddRange(StageDateHeaders.WithWord(table.Header).Where(d => !_index.ContainsValue(d.Index)));
        ColumnRole[] times = [ColumnRole.Created, ColumnRole.Closed, ColumnRole.WonAt, ColumnRole.LostAt, ColumnRole.StageSince, ColumnRole.At];
        foreach (int column in times.Where(_index.ContainsKey).Select(r => _index[r]).Concat(StageDates.Select(static d => d.Index)).Distinct())
        {
            _dateColumns.Add(column);
            _dates.Add(new DateFormatVotes(table.Header[column]));
        }

        Scan(table, cancellation, out _newestFirst);
        if (shape.IsGeneric)
            KeepDatesOfStages();
    }

    public string Path { get; }

    public string Name { get; }

    public ExportShape Shape { get; }

    public FileFormat Format { get; }

    public Dictionary<ColumnRole, string> Columns { get; } = [];

    public List<(ColumnRole Role, Certainty Certainty)> Findings { get; } = [];

    public List<(string Label, string Column, int Index)> StageDates { get; } = [];

    public IReadOnlyList<StageVotes> Stages => [.. _stages.Values];

    public IReadOnlyDictionary<string, long> Currencies => _currencies;

    public IReadOnlyDictionary<string, long> Pipelines => _pipelines;

    public IReadOnlyCollection<string> Statuses => _statuses;

    /// <summary>The lines with a probability above 100 %.</summary>
    public List<long> ImpossibleProbabilities { get; } = [];

    public StageOrder Order { get; } = new();

    /// <summary>Whether moves were seen backwards: the file runs from new to old, and its rows do not say which stage they leave.</summary>
    public bool IsReversed => _newestFirst && !_index.ContainsKey(ColumnRole.Previous);

    public DateFormatChoice DatesOf(IReadOnlyList<string> stated) => stated.Count > 0
        ? new DateFormatChoice(stated, Certainty.Certain, "as you said")
        : DateFormatChoice.Of(Name, _dates);

    /// <summary>The shape whose required columns the header has, and most of the others; nothing when there is none.</summary>
    private static ExportShape? ShapeOf(Dictionary<string, int> header, IReadOnlyList<ExportShape> shapes) => shapes
        .Where(shape => shape.Columns.All(c => !c.IsRequired || Find(header, c, out _) >= 0))
        .OrderByDescending(static shape => shape.Priority)
        .ThenByDescending(shape => shape.Columns.Count(c => Find(header, c, out _) >= 0))
        .FirstOrDefault();

    public static ExportFile? Open(string path, IReadOnlyList<ExportShape> shapes, Func<string, Stream>? openFile, CancellationToken cancellation)
    {
        var probe = new FunnelMapping { Name = path, Stages = [new("Open"), new("Won")], OpenFile = openFile };
        using var table = new CsvTable(path, System.IO.Path.GetFileName(path), probe);
        Dictionary<string, int> header = HeaderNames.Index(table.Header);
        return ShapeOf(header, shapes) is { } shape ? new ExportFile(path, shape, table, header, cancellation) : null;
    }

    public string? Column(ColumnRole role) => Columns.GetValueOrDefault(role);

    private static int Find(Dictionary<string, int> header, ColumnNames names, out int alias)
    {
        for (alias = 0; alias < names.Names.Length; alias++)
        {
            if (header.TryGetValue(names.Names[alias], out int column))
                return column;
        }

        return -1;
    }

    // A column dates a stage when their words begin alike: engage_date and Engaging.
    private void KeepDatesOfStages()
    {
        const int Alike = 4;
        for (int i = StageDates.Count - 1; i >= 0; i--)
        {
            (string word, string column, int index) = StageDates[i];
            string? stage = word.Length < Alike ? null : _stages.Keys.FirstOrDefault(s => s.StartsWith(word[..Math.Max(Alike, word.Length - 1)], StringComparison.OrdinalIgnoreCase));
            if (stage is not null)
            {
                StageDates[i] = (stage, column, index);
                continue;
            }

            int votes = _dateColumns.IndexOf(index);
            StageDates.RemoveAt(i);
            _dateColumns.RemoveAt(votes);
            _dates.RemoveAt(votes);
        }
    }

    private void Scan(CsvTable table, CancellationToken cancellation, out bool newestFirst)
    {
        (long rising, long falling) = (0, 0);
        string before = string.Empty;
        while (table.Read())
        {
            if ((table.Rows & 0xFFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (table.IsMalformed || table.FieldCount < table.Header.Count)
                continue;
            for (int i = 0; i < _dates.Count; i++)
                AddDate(table, i);
            ScanStage(table);
            Count(_currencies, table, ColumnRole.Currency);
            Count(_pipelines, table, ColumnRole.Pipeline);
            if (_index.TryGetValue(ColumnRole.Status, out int status) && table.Field(status) is { IsEmpty: false } text && _statuses.Count < MaxTexts)
                _statuses.Add(text.ToString());
            if (_index.TryGetValue(ColumnRole.At, out int at) && table.Field(at).ToString() is { Length: > 0 } time)
            {
                int order = string.CompareOrdinal(time, before);
                (rising, falling, before) = (rising + (order > 0 ? 1 : 0), falling + (order < 0 ? 1 : 0), time);
            }
        }

        newestFirst = falling > rising;
    }

    private void AddDate(CsvTable table, int index)
    {
        ReadOnlySpan<char> text = table.Field(_dateColumns[index]);
        if (!text.IsEmpty && text.ContainsAnyInRange('0', '9'))
            _dates[index].Add(text);
    }

    private void ScanStage(CsvTable table)
    {
        if (!_index.TryGetValue(ColumnRole.Stage, out int column) || !IsAboutStages(table))
            return;
        ReadOnlySpan<char> text = table.Field(column);
        if (_index.TryGetValue(ColumnRole.Previous, out int previous) && table.Field(previous) is { IsEmpty: false } old)
        {
            VotesFor(old);
            if (!text.IsEmpty)
                Order.AddMove(old, text);
        }
        else
        {
            Order.Add(table.Field(_index[ColumnRole.Id]), text);
        }

        if (text.IsEmpty || VotesFor(text) is not { } votes)
            return;
        votes.Rows++;
        if (Flag(table, ColumnRole.IsWon) is { } won)
        {
            bool closed = won || Flag(table, ColumnRole.IsClosed) == true;
            votes.WonFlags += won ? 1 : 0;
            votes.LostFlags += closed && !won ? 1 : 0;
            votes.OpenFlags += closed ? 0 : 1;
        }
        else if (_index.TryGetValue(ColumnRole.Semantic, out int semantic))
        {
            votes.WonFlags += table.Field(semantic) is "S" ? 1 : 0;
            votes.LostFlags += table.Field(semantic) is "F" ? 1 : 0;
            votes.OpenFlags += table.Field(semantic) is "P" ? 1 : 0;
        }

        if (_index.TryGetValue(ColumnRole.Probability, out int probability)
            && double.TryParse(table.Field(probability).TrimEnd('%').TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
        {
            votes.ProbabilitySum += value;
            votes.Probabilities++;
            if (value > 100 && ImpossibleProbabilities.Count < MaxTexts)
                ImpossibleProbabilities.Add(table.Line);
        }
    }

    private bool IsAboutStages(CsvTable table)
    {
        if (Shape.Field is not { } field || !_index.TryGetValue(ColumnRole.Field, out int column))
            return true;
        ReadOnlySpan<char> text = table.Field(column);
        foreach (string stage in field.Stage)
        {
            if (text.Equals(stage, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private StageVotes? VotesFor(ReadOnlySpan<char> text)
    {
        string key = text.ToString();
        if (!_stages.TryGetValue(key, out StageVotes? votes) && _stages.Count < MaxTexts)
            _stages[key] = votes = new StageVotes(key);
        return votes;
    }

    private bool? Flag(CsvTable table, ColumnRole role) =>
        _index.TryGetValue(role, out int column) && StatusReader.TryReadFlag(table.Field(column), out bool value) ? value : null;

    private void Count(Dictionary<string, long> counts, CsvTable table, ColumnRole role)
    {
        if (!_index.TryGetValue(role, out int column) || table.Field(column) is not { IsEmpty: false } text)
            return;
        string key = text.ToString();
        if (counts.Count < MaxTexts || counts.ContainsKey(key))
            counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
