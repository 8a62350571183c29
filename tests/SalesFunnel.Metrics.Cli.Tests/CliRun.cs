using System.Text.Json;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>One run of the command inside the test.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public static CliRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLine.Run(args, output, error);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    public static JsonElement Demo(params string[] options) => Json(["report", SampleFiles.DemoMapping, "--format", "json", .. options]);

    public static JsonElement Json(params string[] args)
    {
        CliRun run = Of(args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        using JsonDocument document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
