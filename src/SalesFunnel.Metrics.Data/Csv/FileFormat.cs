using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>How a file is written: its encoding and what separates its fields; found in the file itself where the mapping does not state it.</summary>
/// <remarks>Only the first 256 kB are looked at, unpacked where the file is packed. A byte order mark decides the encoding; without one, UTF-8 is taken when every
/// byte fits it, UTF-16 when zero bytes stand at every other place, else Windows-1251 or Windows-1252 by which letters occur and what they stand beside.</remarks>
public sealed record FileFormat
{
    /// <summary>Gets the name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Gets the name of the encoding, as <c>funnel.json</c> writes it.</summary>
    public required string Encoding { get; init; }

    /// <summary>Gets how sure the encoding is: 0.5 is a guess, 1 is certain.</summary>
    public required double EncodingCertainty { get; init; }

    /// <summary>Gets why this encoding was taken.</summary>
    public required string EncodingReason { get; init; }

    /// <summary>Gets what separates the fields of a row.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Gets why this delimiter was taken.</summary>
    public required string DelimiterReason { get; init; }

    /// <summary>Gets a value indicating whether the file is packed with gzip.</summary>
    public bool IsPacked { get; init; }

    /// <summary>Gets a value indicating whether the file is what a file is expected to be: UTF-8 with commas, beyond doubt.</summary>
    public bool IsPlain => Delimiter == ',' && EncodingCertainty >= 0.99 && string.Equals(Encoding, "utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>Looks at the beginning of a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="FunnelDataException">The file cannot be read, or is not text.</exception>
    public static FileFormat Detect(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using Stream file = FileOpener.Open(path);
        return Detect(file, Path.GetFileName(path));
    }

    /// <summary>Looks at the beginning of a stream, which is read for it and left open.</summary>
    /// <param name="stream">The content of the file.</param>
    /// <param name="name">How messages name it.</param>
    /// <exception cref="FunnelDataException">The stream cannot be read, or is not text.</exception>
    public static FileFormat Detect(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return FileSample.Take(stream, name, null, null).Format;
    }

    /// <summary>For example <c>deals.csv: windows-1251 (99 % sure: …), fields separated by ';' (…)</c>.</summary>
    public override string ToString()
    {
        string sure = EncodingCertainty >= 0.995 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(EncodingCertainty * 100):0} % sure: ");
        return $"{File}: {Encoding} ({sure}{EncodingReason}), fields separated by {NameOf(Delimiter)} ({DelimiterReason}){(IsPacked ? ", packed with gzip" : string.Empty)}";
    }

    internal static string NameOf(char delimiter) => delimiter switch
    {
        '\t' => "tab",
        _ => $"'{delimiter}'",
    };
}
