using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>Damaged files of events and wrong arguments: a message with place and remedy, never a stack trace.</summary>
public class SequenceHostileTests
{
    private static readonly string[] s_options = ["--steps", "a,b", "--window", "1d"];

    [Theory]
    [InlineData("", "log.csv is empty")]
    [InlineData("user,time\nx,2026-01-01\n", "no column is recognised as the event; name it by --event COLUMN. The file's columns are: user, time")]
    [InlineData("user,time,event,time\nx,2026-01-01,a,\n", "the column 'time' occurs twice")]
    [InlineData("user;time;event\n", "log.csv has no event that can be used")]
    [InlineData("user,time,event\nx,soon,a\n", "The first wrong row: log.csv:2, column 'time': found 'soon', expected")]
    [InlineData("user,time,event\nx,1/2/2026,a\ny,3/4/2026,b\n", "nobody can tell day from month. Every date that begins with either, such as '1/2/2026'")]
    [InlineData("<html><table><tr><td>", "log.csv is an HTML or XML document")]
    [InlineData("PK\u0003\u0004", "log.csv is an Excel workbook")]
    public void A_file_that_cannot_be_counted_gives_a_message(string content, string message)
    {
        CliRun run = Run(content);
        Assert.Equal((CommandLine.BadData, ""), (run.Code, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.InRange(run.Error.Length, 20, 1_000);
    }

    [Theory]
    [InlineData(",2026-01-01,a", "MissingId", "column 'user': found '', expected the id of the entity")]
    [InlineData("x,2026-01-01,", "MissingEvent", "column 'event': found '', expected the name of the event")]
    [InlineData("x,,a", "MissingDate", "column 'time': found '', expected a date or date-time in ISO 8601")]
    [InlineData("x,2026-02-30,a", "BadDate", "column 'time': found '2026-02-30', expected a date or date-time in ISO 8601")]
    [InlineData("x,2026-01-01", "TooFewFields", "found '2 fields', expected 3 fields as in the header")]
    [InlineData("x,2026-01-01,a,b", "TooManyFields", "found '4 fields', expected 3 fields as in the header")]
    [InlineData("x,2026-01-01,\"a", "MalformedQuotes", "expected quotes that open and close around a whole field")]
    public void A_wrong_row_is_left_out_and_counted_or_ends_a_strict_run(string row, string reason, string message)
    {
        string content = $"user,time,event\ny,2026-01-01,a\n{row}\n";
        using JsonDocument json = JsonDocument.Parse(Run(content, "--format", "json").Output);
        Assert.Equal(1, json.RootElement.GetProperty("steps")[0].GetProperty("entities").GetInt64());
        JsonElement rejected = Assert.Single(json.RootElement.GetProperty("rejected").EnumerateArray());
        Assert.Equal((reason, 1L, "log.csv:3"), (rejected.GetProperty("reason").GetString(), rejected.GetProperty("count").GetInt64(), rejected.GetProperty("samples")[0].GetString()));

        CliRun strict = Run(content, "--strict");
        Assert.Equal((CommandLine.BadData, ""), (strict.Code, strict.Output));
        Assert.Contains($"log.csv:3", strict.Error, StringComparison.Ordinal);
        Assert.Contains(message, strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_the_file_cannot_break_the_page()
    {
        CliRun run = Run("user,time,event,who\n\"x\ny\u001b[31m|\",2026-01-01,a,\"=cmd|'/C calc'\u0007\"\n", "--levels", "--by", "who");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u0007', run.Output);
        Assert.DoesNotContain("x\ny", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--window", "7", "--window: found '7'. Write a whole number and a unit")]
    [InlineData("--window", "-7d", "--window: found '-7d'")]
    [InlineData("--window", "99999999999d", "longer than 10,000 years")]
    [InlineData("--mode", "loose", "--mode: found 'loose'. Write one of ordered|strict|unordered")]
    [InlineData("--mode", "clickhouse:fast", "ClickHouse has no mode 'fast'. It has strict_order")]
    [InlineData("--mode", "clickhouse:allow_reentry", "allow_reentry needs strict_order with it")]
    [InlineData("--exclude", "c:2-1", "--exclude: found 'c:2-1'. Write EVENT:FROM-TO")]
    [InlineData("--exclude", "c:1-3", "there are steps 1 to 2")]
    [InlineData("--exclude", "c", "--exclude: found 'c'")]
    [InlineData("--steps", "a,,b", "accepts an event without a name")]
    [InlineData("--format", "xml", "xml")]
    public void A_wrong_argument_is_told_before_the_file_is_read(string option, string value, string message)
    {
        string[] options = [.. s_options.Chunk(2).Where(pair => pair[0] != option).SelectMany(static pair => pair), option, value];
        CliRun run = CliRun.Of(["sequence", "no such file.csv", .. options]);
        Assert.Equal((CommandLine.WrongUsage, ""), (run.Code, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no such file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_named()
    {
        CliRun run = CliRun.Of(["sequence", "no such file.csv", .. s_options]);
        Assert.Equal(CommandLine.BadData, run.Code);
        Assert.Contains("There is no file 'no such file.csv'", run.Error, StringComparison.Ordinal);
    }

    private static CliRun Run(string content, params string[] more)
    {
        using var folder = new TempFolder();
        return CliRun.Of(["sequence", folder.Write("log.csv", content), .. s_options, .. more]);
    }
}
