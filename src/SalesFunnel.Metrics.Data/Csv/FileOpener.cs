using System.Text;

namespace SalesFunnel.Metrics.Data;

/// <summary>Opens input files; what cannot be opened becomes a <see cref="FunnelDataException"/>.</summary>
internal static class FileOpener
{
    private const int BufferBytes = 1 << 16;
    private const long MaxTextBytes = 16 << 20; // of a mapping file: far above any real one

    public static Encoding? FindEncoding(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static string ReadAllText(string path)
    {
        using FileStream file = Open(path);
        if (file.Length > MaxTextBytes)
            throw new FunnelDataException($"The mapping file '{path}' is larger than 16 MB. Give a funnel.json, or the log as a file that ends in .csv or .csv.gz.");
        try
        {
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (IOException e)
        {
            throw new FunnelDataException($"The file '{path}' could not be read: {e.Message}", e);
        }
    }

    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
            throw new FunnelDataException($"'{path}' is a folder, and a file is expected. Give the file itself.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FunnelDataException($"There is no file '{path}'. File names of a mapping are relative to the folder of the mapping file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FunnelDataException($"The file '{path}' could not be opened: {e.Message}", e);
        }
    }
}
