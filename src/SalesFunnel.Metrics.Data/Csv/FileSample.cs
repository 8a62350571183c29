using System.Buffers;
using System.Text;

namespace SalesFunnel.Metrics.Data;

/// <summary>The beginning of a file: what it says about how the file is written, and the file to read from its start.</summary>
internal sealed class FileSample
{
    private const int MaxBytes = 1 << 18;
    private const int FirstBytes = 1 << 12;
    private const int BufferBytes = 1 << 16;
    private const int MaxRows = 1_000;
    private const string AsCsv = "Open it in the program that it comes from, save it as CSV (UTF-8), and give that file";

    private readonly byte[] _head;
    private readonly int _length;
    private readonly Stream _rest;
    private readonly Encoding _encoding;
    private List<string[]>? _rows;

    private FileSample(byte[] head, int length, Stream rest, Encoding encoding, FileFormat format, string text, bool isWhole)
    {
        (_head, _length, _rest, _encoding) = (head, length, rest, encoding);
        Format = format;
        Text = text;
        IsWhole = isWhole;
    }

    public FileFormat Format { get; }

    public string Text { get; }

    /// <summary>Whether the sample is the whole file.</summary>
    public bool IsWhole { get; }

    /// <summary>The first records, the header included, at most 1,001; not the last one when it may be cut.</summary>
    public IReadOnlyList<string[]> Rows => _rows ??= ReadRows();

    /// <summary>Reads the beginning of a stream; what the mapping states is taken, the rest is found.</summary>
    public static FileSample Take(Stream stream, string name, string? statedEncoding, char? statedDelimiter)
    {
        Stream content = stream;
        (byte[] head, int length) = ReadHead(content, FirstBytes);
        bool isPacked = head.AsSpan(0, length) is [0x1F, 0x8B, 8, ..];
        if (!isPacked && length > 0 && name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException("It does not start as a gzip file does.");
        if (isPacked)
        {
            content = new UnpackedStream(new ReplayStream(head.AsMemory(0, length), content));
            (head, length) = ReadHead(content, FirstBytes);
        }

        RefuseOtherKinds(head.AsSpan(0, length), name);
        if (length == FirstBytes)
            (head, length) = ReadHead(content, MaxBytes, head);
        ReadOnlySpan<byte> bytes = head.AsSpan(0, length);
        bool isWhole = length < MaxBytes;
        EncodingSniffer.Finding found = Encoded(bytes, isWhole, statedEncoding);
        if (!found.Name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) && !found.Name.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase) && EncodingSniffer.IsBinary(bytes))
            throw new FunnelDataException($"{name} is not text: it holds many control characters. Give a CSV file. {AsCsv}; for UTF-16 or another encoding, state \"encoding\" in the mapping.");
        Encoding encoding = FileOpener.FindEncoding(found.Name) ?? Encoding.UTF8;
        string text = encoding.GetString(bytes).TrimStart('\uFEFF');
        (char delimiter, string reason) = statedDelimiter is { } stated ? (stated, "stated by the mapping") : DelimiterSniffer.Detect(text, isWhole);
        var format = new FileFormat
        {
            File = name,
            Encoding = found.Name,
            EncodingCertainty = found.Certainty,
            EncodingReason = found.Reason,
            Delimiter = delimiter,
            DelimiterReason = reason,
            IsPacked = isPacked,
        };
        return new FileSample(head, length, content, found.IsStrict && !isWhole ? new UTF8Encoding(false, throwOnInvalidBytes: true) : encoding, format, text, isWhole);
    }

    /// <summary>The whole text from its start; call it once.</summary>
    public TextReader Open() => IsWhole
        ? new StringReader(Text)
        : new StreamReader(new ReplayStream(_head.AsMemory(0, _length), _rest), _encoding, detectEncodingFromByteOrderMarks: true, BufferBytes);

    private static EncodingSniffer.Finding Encoded(ReadOnlySpan<byte> bytes, bool isWhole, string? stated) =>
        stated is null ? EncodingSniffer.Detect(bytes, isWhole) : EncodingSniffer.FromMark(bytes) ?? new(stated, 1, "stated by the mapping");

    private static (byte[] Head, int Length) ReadHead(Stream stream, int size, byte[]? first = null)
    {
        byte[] head = ArrayPool<byte>.Shared.Rent(size);
        int length = first?.Length ?? 0;
        first?.CopyTo(head, 0);
        length += stream.ReadAtLeast(head.AsSpan(length, size - length), size - length, throwOnEndOfStream: false);
        byte[] kept = head[..length];
        ArrayPool<byte>.Shared.Return(head);
        return (kept, length);
    }

    private static void RefuseOtherKinds(ReadOnlySpan<byte> bytes, string name)
    {
        string? kind = bytes switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => "is an Excel workbook (.xlsx) or another ZIP archive, not CSV. In Excel or LibreOffice choose the sheet with the data, then File > Save as > CSV UTF-8, and give that file",
            [0xD0, 0xCF, 0x11, 0xE0, ..] => "is an old Excel workbook (.xls), not CSV. In Excel or LibreOffice choose the sheet with the data, then File > Save as > CSV UTF-8, and give that file",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "is a PDF document, not CSV. Export the data itself as CSV from the system that it comes from, and give that file",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => $"is a Parquet file, not CSV. {AsCsv}",
            _ => IsMarkup(bytes) ? $"is an HTML or XML document (some systems call it .xls), not CSV. {AsCsv}" : null,
        };
        if (kind is not null)
            throw new FunnelDataException($"{name} {kind}.");
    }

    private static bool IsMarkup(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        bytes = bytes.TrimStart(" \t\r\n"u8);
        return StartsWith(bytes, "<!doctype") || StartsWith(bytes, "<html") || StartsWith(bytes, "<table") || StartsWith(bytes, "<?xml");
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, string tag) => bytes.Length >= tag.Length && System.Text.Ascii.EqualsIgnoreCase(bytes[..tag.Length], tag);

    private List<string[]> ReadRows()
    {
        var rows = new List<string[]>();
        var fields = new List<string>();
        var scanner = new RecordScanner(Text, Format.Delimiter);
        while (rows.Count <= MaxRows && scanner.Next(fields, out _) && (IsWhole || scanner.IsClosed))
        {
            if (rows.Count > 0 || scanner.Start > 0 || DelimiterSniffer.Hint(Text) is null)
                rows.Add([.. fields]);
        }

        return rows;
    }
}
