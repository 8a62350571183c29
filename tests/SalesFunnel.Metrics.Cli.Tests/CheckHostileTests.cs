using System.IO.Compression;
using System.Text;
using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Input that is damaged, or made to do harm: a message with place and remedy, never a stack trace, never a formula that a reader of the output would run.</summary>
public class CheckHostileTests
{
    private const string Formula = "=cmd|' /C calc'!A0";
    private const string Mapping = """{"name": "F", "stages": [{"key": "Lead"}, {"key": "Won"}], "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"}, "dimensions": [{"name": "owner", "from": "log"}]}""";

    public static TheoryData<string, byte[], string, string> Unreadable => new()
    {
        { "empty", [], "log.csv is empty", "The first line must name the columns" },
        { "only line breaks", "\n\n\n"u8.ToArray(), "there is no column 'id'", "The file's columns are: (empty)" },
        { "wrong column", "id,phase,at\na,Lead,2024-01-01\n"u8.ToArray(), "log.csv: there is no column 'stage' (mapping: log.stage)", "The file's columns are: id, phase, at" },
        { "duplicate header", "id,stage,at,stage\na,Lead,2024-01-01,x\n"u8.ToArray(), "the column 'stage' (mapping: log.stage) occurs twice", "rename one of them in the first line" },
        { "one column", "id:stage:at\n"u8.ToArray(), "log.csv: there is no column 'id'", "see \"delimiter\" in the mapping" },
        { "binary", [.. Enumerable.Range(0, 2_000).Select(i => (byte)(i * 7 % 256))], "log.csv is not text", "Give a CSV file" },
        { "workbook", [(byte)'P', (byte)'K', 3, 4, 20, 0, 6, 0, 8, 0, 0, 0], "log.csv is an Excel workbook (.xlsx)", "Save as > CSV UTF-8" },
        { "old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "log.csv is an old Excel workbook (.xls)", "Save as > CSV UTF-8" },
        { "web page", "\n<html><table><tr><td>id"u8.ToArray(), "log.csv is an HTML or XML document", "save it as CSV" },
        { "pdf", "%PDF-1.7 ..."u8.ToArray(), "log.csv is a PDF document", "Export the data itself as CSV" },
        { "truncated archive", Truncated(), "log.csv: ", "Pack or export it again" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_file_that_cannot_be_read_gives_a_message_with_place_and_remedy(string kind, byte[] content, string place, string remedy)
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", content);
        string mapping = folder.Write("funnel.json", Mapping);
        foreach (string command in (string[])["report", "check"])
        {
            CliRun run = CliRun.Of(command, mapping);
            Assert.True(run.Code == CommandLine.BadData, kind);
            Assert.Equal("", run.Output);
            Assert.Contains(place, run.Error, StringComparison.Ordinal);
            Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            Assert.InRange(run.Error.Length, 20, 1_000);
        }
    }

    public static TheoryData<string, string> WrongRows => new()
    {
        { "a,Lead,2024-02-30,x", "log.csv:2, column 'at': found '2024-02-30', expected a date or date-time in ISO 8601" },
        { "a,Lead,,x", "log.csv:2, column 'at': found '', expected" },
        { "a,Demo,2024-01-01,x", "log.csv:2, column 'stage': found 'Demo', expected one of Lead, Won, Lost" },
        { ",Lead,2024-01-01,x", "log.csv:2, column 'id': found '', expected the id of the deal" },
        { "a,Lead", "log.csv:2: found '2 fields', expected 4 fields as in the header" },
        { "a,Lead,2024-01-01,x,y", "log.csv:2: found '5 fields', expected 4 fields as in the header" },
        { "a,Lead,2024-01-01,\"x", "log.csv:2: expected quotes that open and close around a whole field" },
    };

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void A_wrong_row_is_located_and_explained(string row, string message)
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", $"id,stage,at,owner\n{row}\n");
        string mapping = folder.Write("funnel.json", Mapping);
        CliRun strict = CliRun.Of("report", mapping, "--strict");
        Assert.Equal(CommandLine.BadData, strict.Code);
        Assert.StartsWith(message, strict.Error, StringComparison.Ordinal);
        Assert.Equal(0, CliRun.Of("report", mapping).Code);
        Assert.Contains("log.csv:2", CliRun.Of("check", mapping).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_said()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.FullPath, "log.csv"));
        CliRun run = CliRun.Of("check", folder.Write("funnel.json", Mapping));
        Assert.Equal(CommandLine.BadData, run.Code);
        Assert.Contains("is a folder, and a file is expected", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Formulas_in_text_cells_stay_text_and_cannot_break_out_of_a_table()
    {
        using var folder = new TempFolder();
        folder.Write("log.csv", $"id,stage,at,owner\n{Formula},Lead,2024-01-01,{Formula}\n{Formula},Won,2024-01-02,{Formula}\nb,{Formula},2024-01-03,@SUM(1)\n");
        string mapping = folder.Write("funnel.json", Mapping);

        CliRun markdown = CliRun.Of("report", mapping, "--by", "owner", "--format", "markdown");
        Assert.Equal(0, markdown.Code);
        string[] rows = [.. markdown.Output.Split('\n').Where(static l => l.Contains("cmd", StringComparison.Ordinal))];
        Assert.NotEmpty(rows);
        Assert.All(rows, static row => Assert.DoesNotContain("cmd|", row, StringComparison.Ordinal));
        Assert.Contains(rows, static row => row.Contains("=cmd\\|' /C calc'!A0", StringComparison.Ordinal));

        foreach (string[] command in (string[][])[["report", "--by", "owner"], ["check"]])
        {
            CliRun run = CliRun.Of([.. command, mapping, "--format", "json"]);
            using JsonDocument json = JsonDocument.Parse(run.Output);
            Assert.Contains(Formula, Strings(json.RootElement), StringComparer.Ordinal);
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static p => Strings(p.Value)),
        _ => [],
    };

    private static byte[] Truncated()
    {
        using var memory = new MemoryStream();
        using (var packed = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(Encoding.UTF8.GetBytes("id,stage,at,owner\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"d{i * 7919 % 1009},Lead,2024-01-{i % 28 + 1:00},x\n"))));
        return memory.ToArray()[..(int)(memory.Length / 2)];
    }
}
