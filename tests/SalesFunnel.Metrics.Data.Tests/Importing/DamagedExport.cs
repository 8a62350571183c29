using System.Text;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>A copy of an export with defects planted in single fields of its first rows.</summary>
internal sealed class DamagedExport : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _lines;
    private readonly FileFormat _format;
    private readonly Encoding _encoding;

    public DamagedExport(string file)
    {
        File = file;
        _format = FileFormat.Detect(CrmExports.PathOf(file));
        _encoding = CodePagesEncodingProvider.Instance.GetEncoding(_format.Encoding) ?? Encoding.GetEncoding(_format.Encoding);
        _lines = [.. _encoding.GetString(System.IO.File.ReadAllBytes(CrmExports.PathOf(file))).Split('\n')];
    }

    public string File { get; }

    public string Folder => _folder.FullPath;

    /// <summary>Sets a field of a line, 1-based as messages count.</summary>
    public void Set(int line, string column, string value)
    {
        List<string> fields = Fields(_lines[line - 1]);
        fields[Fields(_lines[0].TrimStart('\uFEFF')).FindIndex(h => h == column)] = value;
        _lines[line - 1] = Join(fields);
    }

    public void InsertCopy(int ofLine, int asLine) => _lines.Insert(asLine - 1, _lines[ofLine - 1]);

    public void Cut(int line) => _lines[line - 1] = Join(Fields(_lines[line - 1])[..2]);

    public string Save()
    {
        return _folder.Write(File, _encoding.GetBytes(string.Join('\n', _lines)));
    }

    public void Dispose() => _folder.Dispose();

    private string Join(List<string> fields) => string.Join(_format.Delimiter, fields.Select(static f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == _format.Delimiter && !quoted)
                fields.Add(TakeText(field));
            else if (line[i] != '\r')
                field.Append(line[i]);
        }

        fields.Add(TakeText(field));
        return fields;
    }

    private static string TakeText(StringBuilder text)
    {
        string taken = text.ToString();
        text.Clear();
        return taken;
    }
}
