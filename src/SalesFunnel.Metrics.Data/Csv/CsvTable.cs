using System.Globalization;
using System.Text;
using Sylvan.Data.Csv;

namespace SalesFunnel.Metrics.Data;

/// <summary>Streams the rows of one CSV file with their line numbers. Memory does not grow with the file.</summary>
internal sealed class CsvTable : IDisposable
{
    private const int MaxRecordChars = 1 << 20;
    private const char NoComment = '\uDFFF'; // the second half of a pair, with which no decoded text can start a row

    private readonly CountedStream _file;
    private readonly FileSample _sample;
    private readonly CsvDataReader _reader;
    private readonly Dictionary<int, NumberText> _numbers = [];
    private readonly char? _decimalSeparator;
    private readonly string[] _missing;
    private readonly char _delimiter;
    private long _nextLine = 1;

    public CsvTable(string path, string name, FunnelMapping mapping)
    {
        Name = name;
        _missing = [.. mapping.Missing];
        _decimalSeparator = mapping.DecimalSeparator;
        _file = new CountedStream(mapping.OpenFile is { } open ? open(path) : FileOpener.Open(path));
        try
        {
            _sample = FileSample.Take(_file, name, mapping.Encoding, mapping.Delimiter);
            _delimiter = Format.Delimiter;

            // No header mode and no comments of the reader: both skip input without a word. Lax, because the strict style stops for good at the first
            // malformed quote; such rows are found and reported here.
            _reader = CsvDataReader.Create(_sample.Open(), new CsvDataReaderOptions
            {
                Delimiter = _delimiter,
                HasHeaders = false,
                Comment = NoComment,
                CsvStyle = CsvStyle.Lax,
                BufferSize = _sample.IsWhole ? Math.Clamp(_sample.Text.Length + 1, 1 << 10, 1 << 16) : 1 << 16,
                MaxBufferSize = MaxRecordChars,
                ResultSetMode = ResultSetMode.SingleResult,
                OwnsReader = true,
            });
            Header = ReadHeader();
        }
        catch (Exception e) when (Unreadable(e))
        {
            _file.Dispose();
            throw Wrap(e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Name { get; }

    /// <summary>How the file is written.</summary>
    public FileFormat Format => _sample.Format;

    /// <summary>The first records, the header included.</summary>
    public IReadOnlyList<string[]> SampleRows => _sample.Rows;

    public IReadOnlyList<string> Header { get; }

    /// <summary>1-based line on which the current row starts.</summary>
    public long Line { get; private set; }

    public long Rows { get; private set; }

    public long BytesRead => _file.BytesRead;

    /// <summary>Length of the file; as much as was read when nobody knows.</summary>
    public long TotalBytes => _file.TotalBytes;

    public int FieldCount => _reader.RowFieldCount;

    /// <summary>True for a row without anything in it, such as an empty line at the end of the file.</summary>
    public bool IsBlank => _reader.RowFieldCount == 1 && _reader.GetFieldSpan(0).IsWhiteSpace();

    /// <summary>True when a quote is not closed, or closed before the end of its field.</summary>
    public bool IsMalformed { get; private set; }

    public bool Read()
    {
        try
        {
            if (!_reader.Read())
                return false;
        }
        catch (Exception e) when (Unreadable(e))
        {
            throw Wrap(e);
        }

        Advance();
        Rows++;
        return true;
    }

    /// <summary>The field without surrounding space; empty when it is missing.</summary>
    public ReadOnlySpan<char> Field(int column)
    {
        ReadOnlySpan<char> field = _reader.GetFieldSpan(column);
        if (field.IsEmpty || !IsPlain(field[0]) || !IsPlain(field[^1]))
            field = field.Trim();
        foreach (string missing in _missing)
        {
            if (field.SequenceEqual(missing))
                return default;
        }

        return field;
    }

    /// <summary>How a column writes numbers: as the mapping states, else as its first values show.</summary>
    public NumberText Numbers(int column)
    {
        if (!_numbers.TryGetValue(column, out NumberText? numbers))
            _numbers[column] = numbers = _decimalSeparator is { } stated ? NumberText.Stated(stated) : NumberText.Learn(_sample.Rows.Skip(1).Where(row => column < row.Length).Select(row => row[column]));
        return numbers;
    }

    /// <summary>The field as the file has it, for messages.</summary>
    public string Raw(int column) => column < _reader.RowFieldCount ? _reader.GetFieldSpan(column).ToString() : string.Empty;

    /// <summary>The field as the file has it, without a copy; empty when the row is too short.</summary>
    public ReadOnlySpan<char> RawSpan(int column) => column < _reader.RowFieldCount ? _reader.GetFieldSpan(column) : default;

    /// <summary>A number that equal rows share, and that different ones share with a chance of 2⁻⁶⁴ (FNV-1a over the text of the row).</summary>
    public ulong RowHash()
    {
        ulong hash = 14695981039346656037;
        foreach (char c in _reader.GetRawRecordSpan().TrimEnd("\r\n"))
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    public bool HasOnlyEmptyExtras()
    {
        for (int i = Header.Count; i < _reader.RowFieldCount; i++)
        {
            if (!_reader.GetFieldSpan(i).IsWhiteSpace())
                return false;
        }

        return true;
    }

    /// <summary>Finds the columns by name; one error names all that are missing, and what the file has instead.</summary>
    public int[] Columns(FunnelMapping mapping, string table, params ReadOnlySpan<(string Property, string? Column)> columns)
    {
        var found = new int[columns.Length];
        var problems = new List<string>();
        for (int i = 0; i < columns.Length; i++)
        {
            (string property, string? column) = columns[i];
            if (column is null)
            {
                found[i] = -1;
                continue;
            }

            int first = IndexOf(column, 0);
            found[i] = first;
            if (first < 0)
                problems.Add($"there is no column '{column}' (mapping: {table}.{property})");
            else if (IndexOf(column, first + 1) >= 0)
                problems.Add($"the column '{column}' (mapping: {table}.{property}) occurs twice; rename one of them in the first line");
        }

        return problems.Count == 0 ? found : throw new FunnelDataException(
            $"{Name}: {string.Join("; ", problems)}. The file's columns are: {ColumnList()}."
            + (Header.Count == 1 ? " With a single column the delimiter may be wrong: see \"delimiter\" in the mapping." : string.Empty));
    }

    /// <summary>The names of the columns for messages: not more of them, and no longer, than a reader can take in.</summary>
    public string ColumnList()
    {
        const int maxColumns = 100;
        const int maxChars = 60;
        string names = string.Join(", ", Header.Take(maxColumns).Select(static h => h.Length == 0 ? "(empty)" : h.Length <= maxChars ? h : string.Concat(h.AsSpan(0, maxChars), "…")));
        return Header.Count <= maxColumns ? names : string.Create(CultureInfo.InvariantCulture, $"{names} and {Header.Count - maxColumns:N0} more");
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _file.Dispose();
    }

    private static bool IsPlain(char c) => c is > ' ' and < '\u007F'; // certainly no space

    private static bool Unreadable(Exception e) => e is CsvFormatException or CsvRecordTooLargeException or IOException or InvalidDataException or UnauthorizedAccessException or DecoderFallbackException;

    private string[] ReadHeader()
    {
        if (!_reader.Read())
            throw new FunnelDataException($"{Name} is empty. The first line must name the columns.");
        Advance();
        if (Line == 1 && DelimiterSniffer.Hint(_sample.Text) is not null)
        {
            if (!_reader.Read())
                throw new FunnelDataException($"{Name} has only the line that names the delimiter. The next line must name the columns.");
            Advance();
        }

        var header = new string[_reader.RowFieldCount];
        for (int i = 0; i < header.Length; i++)
            header[i] = _reader.GetFieldSpan(i).Trim().Trim('\uFEFF').ToString();
        return header;
    }

    private int IndexOf(string column, int start)
    {
        for (int i = start; i < Header.Count; i++)
        {
            if (string.Equals(Header[i], column, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private void Advance()
    {
        ReadOnlySpan<char> raw = _reader.GetRawRecordSpan();
        Line = _nextLine;
        int special = raw.IndexOfAny('"', '\n');
        if (special == raw.Length - 1 && special >= 0 && raw[special] == '\n') // no quotes, one line: nearly all rows
        {
            _nextLine++;
            IsMalformed = false;
            return;
        }

        int breaks = raw.Count('\n');
        _nextLine += breaks > 0 ? breaks : Math.Max(1, raw.Count('\r'));
        IsMalformed = raw.Contains('"') && !QuotedFields.AreClosed(raw, _delimiter);
    }

    private FunnelDataException Wrap(Exception e) => new(string.Create(CultureInfo.InvariantCulture, $"{Name}: reading stopped at line {_nextLine}: {Problem(e)}"), e);

    private static string Problem(Exception e) => e switch
    {
        CsvRecordTooLargeException => "a row is longer than 1,048,576 characters; a quote may not be closed",
        DecoderFallbackException => "the text up to here is UTF-8, and here are bytes that are not. Save the file as UTF-8; or state its \"encoding\" in the mapping, for example \"windows-1251\" (with \"utf-8\" such bytes are replaced by �)",
        InvalidDataException => $"the packed file is damaged ({e.Message}) Pack or export it again",
        _ => e.Message,
    };
}
