using System.IO.Compression;
using System.Text;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>Damages a file the way that exports, spreadsheets, transfers and enemies do.</summary>
public static class Mutator
{
    private const int MaxBytes = 8_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r", "\r\n", "\n\n", "\0", "\uFEFF", "\uFFFD", "\u00A0", "\u202F", "\u2028", "\U0001F600", "e\u0301",
            "=cmd|' /C calc'!A0", "=HYPERLINK(\"x\")", "@SUM(1)", "+1", "-1", "(500)", "$12,000.00", "1.234", "1,234", "1 234 567,89", "1e999", "NaN", "Infinity", "-0", "0x1F",
            "99999999999999999999999999", "922337203685477.5807", "-922337203685477.5808", "0.00001", "9223372036854775807", "-9223372036854775808",
            "0001-01-01", "9999-12-31T23:59:59.9999999+14:00", "1970-01-01", "2024-02-30", "31.12.2024", "12/31/2024 11:59 PM", "1767593700", "2024-03-31T02:30", "2024-01-01T00:00:00-14:00",
            "Lead", "Won", "Lost", "unknown", "n/a", "-", "sep=;\n", "{", "}", "[", "]", ":", "null", "true", "//", "/*", "\\u0000", "id,stage,at\n", "PK\u0003\u0004", "<html>", "stage", "won", "%s%n", "../../etc/passwd",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xFE, 0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xCF, 0xF0, 0xE8], [0x1F, 0x8B, 8], [0xD0, 0xCF, 0x11, 0xE0],
    ];

    private static readonly byte[] Delimiters = ",;\t|"u8.ToArray();

    private static readonly string[] Encodings = ["utf-16", "utf-16BE", "windows-1251", "windows-1252", "utf-32"];

    /// <summary>One to four injuries, now and then in another encoding, now and then packed, and injured once more after packing.</summary>
    public static byte[] Mutate(byte[] intact, FuzzRandom random)
    {
        var bytes = new List<byte>(intact);
        int injuries = random.Below(4) + 1;
        for (int i = 0; i < injuries; i++)
            Injure(bytes, random);
        byte[] result = bytes.Count > MaxBytes ? [.. bytes.Take(MaxBytes)] : [.. bytes];
        if (random.OneIn(12))
            result = Recode(result, random);
        if (!random.OneIn(40))
            return result;
        result = Pack(result);
        if (random.OneIn(2))
            return result;
        bytes = [.. result];
        Injure(bytes, random);
        return [.. bytes];
    }

    public static byte[] Pack(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var packed = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(bytes);
        return memory.ToArray();
    }

    private static void Injure(List<byte> bytes, FuzzRandom random)
    {
        int at = random.Below(bytes.Count + 1);
        switch (random.Below(13))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Below(256);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Below(random.OneIn(4) ? 200 : 4)));
                break;
            case 3 when random.OneIn(3):
                bytes.RemoveRange(at, bytes.Count - at); // cut off
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + random.Below(64))));
                break;
            case 5:
                MoveLine(bytes, random);
                break;
            case 6:
                ReplaceAll(bytes, random.Of(Delimiters), random.Of(Delimiters));
                break;
            case 7 when random.OneIn(8):
                bytes.InsertRange(at, Enumerable.Repeat(random.Of(Tokens)[0], 1 + random.Below(3_000)));
                break;
            case 8:
                ReplaceField(bytes, random);
                break;
            case 9:
                ReplaceField(bytes, random);
                break;
            default:
                bytes.InsertRange(at, random.Of(Tokens));
                break;
        }
    }

    private static void ReplaceField(List<byte> bytes, FuzzRandom random)
    {
        if (bytes.Count == 0)
            return;
        int at = random.Below(bytes.Count);
        int start = at;
        while (start > 0 && !IsBorder(bytes[start - 1]))
            start--;
        int end = at;
        while (end < bytes.Count && !IsBorder(bytes[end]))
            end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, random.Of(Tokens));
    }

    private static void MoveLine(List<byte> bytes, FuzzRandom random)
    {
        if (bytes.Count == 0)
            return;
        int start = bytes.LastIndexOf((byte)'\n', random.Below(bytes.Count)) + 1;
        int end = bytes.IndexOf((byte)'\n', start);
        List<byte> line = bytes.GetRange(start, (end < 0 ? bytes.Count : end + 1) - start);
        if (random.OneIn(2))
            bytes.RemoveRange(start, line.Count);
        if (bytes.Count > 0)
            bytes.InsertRange(bytes.LastIndexOf((byte)'\n', random.Below(bytes.Count)) + 1, line);
    }

    private static void ReplaceAll(List<byte> bytes, byte from, byte to)
    {
        for (int i = 0; i < bytes.Count; i++)
        {
            if (bytes[i] == from)
                bytes[i] = to;
        }
    }

    private static byte[] Recode(byte[] bytes, FuzzRandom random)
    {
        string name = random.Of(Encodings);
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        return [.. random.OneIn(2) ? encoding.GetPreamble() : [], .. encoding.GetBytes(Encoding.UTF8.GetString(bytes))];
    }

    private static bool IsBorder(byte b) => b is (byte)',' or (byte)';' or (byte)'\t' or (byte)'|' or (byte)'\n' or (byte)'\r';
}
