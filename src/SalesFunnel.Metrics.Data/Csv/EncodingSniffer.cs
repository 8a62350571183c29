using System.Buffers;
using System.Globalization;
using System.Text;

namespace SalesFunnel.Metrics.Data;

/// <summary>Tells the encoding of a text from its first bytes.</summary>
internal static class EncodingSniffer
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 30, 31, 127]);

    /// <summary>What was found: the name, how sure, why, and whether later bytes that do not fit must stop reading.</summary>
    internal readonly record struct Finding(string Name, double Certainty, string Reason, bool IsStrict = false);

    public static Finding? FromMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new("utf-8", 1, "byte order mark"),
        [0xFF, 0xFE, 0, 0, ..] => new("utf-32", 1, "byte order mark"),
        [0xFF, 0xFE, ..] => new("utf-16", 1, "byte order mark"),
        [0xFE, 0xFF, ..] => new("utf-16BE", 1, "byte order mark"),
        _ => null,
    };

    public static Finding Detect(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (FromMark(bytes) is { } marked)
            return marked;
        if (FromZeros(bytes) is { } wide)
            return wide;
        if (Ascii.IsValid(bytes))
            return new("utf-8", 1, isWhole ? "only ASCII characters" : "only ASCII characters at its beginning", IsStrict: true);
        (long valid, long wrong) = CountUtf8(bytes, isWhole);
        if (wrong == 0)
            return new("utf-8", 1 - Math.Pow(0.1, Math.Min(valid, 6)), Text($"all {valid} characters beyond ASCII are valid"), IsStrict: true);
        return valid >= 4 * wrong
            ? new("utf-8", 0.98, Text($"{valid} characters beyond ASCII are valid, {wrong} are damaged and were replaced"))
            : LetterStatistics.Detect(bytes);
    }

    /// <summary>True when so many control characters occur that this is no text.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes)
    {
        int controls = 0;
        for (int at; (at = bytes.IndexOfAny(Controls)) >= 0; bytes = bytes[(at + 1)..])
            controls++;
        return controls > 3 && controls > bytes.Length / 50;
    }

    private static Finding? FromZeros(ReadOnlySpan<byte> bytes)
    {
        Span<long> zeros = stackalloc long[2];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0)
                zeros[i & 1]++;
        }

        // Latin text has a zero in every other place; Cyrillic text still has one for each digit, delimiter and line break.
        long all = zeros[0] + zeros[1];
        if (all < 4 || all * 20 < bytes.Length || Math.Max(zeros[0], zeros[1]) * 20 < all * 19)
            return null;
        return new(zeros[1] > zeros[0] ? "utf-16" : "utf-16BE", 0.99, Text($"{Math.Max(zeros[0], zeros[1])} zero bytes stand at every other place"));
    }

    private static (long Valid, long Wrong) CountUtf8(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        (long valid, long wrong) = (0, 0);
        for (int at; (at = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127)) >= 0;)
        {
            bytes = bytes[at..];
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out _, out int used);
            if (status == OperationStatus.Done)
                valid++;
            else if (status == OperationStatus.InvalidData || isWhole)
                wrong++;
            bytes = bytes[Math.Max(1, used)..];
        }

        return (valid, wrong);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
