using System.Text;
using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Checks mappings one after the other, and data files together; one that cannot be read does not keep the others from being checked.</summary>
internal static class CheckRun
{
    public static int Run(string[] inputs, string[] dateFormats, AsOfTime? asOf, bool asJson, string? outputFile, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var reports = new List<HygieneReport>();
        int code = CommandLine.Success;
        foreach (string[] input in Together(inputs))
        {
            try
            {
                FunnelMapping mapping = MappingInput.Open(input, dateFormats, cancellation);
                reports.Add(HygieneCheck.Run(mapping, new HygieneOptions { AsOf = asOf?.In(mapping.TimeZone) ?? TimeProvider.System.GetUtcNow() }, cancellation));
            }
            catch (Exception e) when (e is FunnelDataException or MappingException or FunnelDefinitionException)
            {
                error.WriteLine(e.Message);
                code = CommandLine.BadData;
            }
            catch (OperationCanceledException)
            {
                error.WriteLine("Interrupted; nothing was written.");
                return CommandLine.Interrupted;
            }
        }

        if (reports.Count == 0)
            return code;
        string text = asJson ? CheckJson.ToText(reports) : string.Join('\n', reports.Select(CheckText.ToText));
        return outputFile is null ? Print(text, output, code) : Save(text, outputFile, error, code);
    }

    private static IEnumerable<string[]> Together(string[] inputs)
    {
        string[] data = [.. inputs.Where(MappingInput.IsData)];
        IEnumerable<string[]> mappings = inputs.Where(static i => !MappingInput.IsData(i)).Select(static i => new[] { i });
        return data.Length > 0 ? mappings.Prepend(data) : mappings;
    }

    private static int Print(string text, TextWriter output, int code)
    {
        output.Write(text);
        output.Flush();
        return code;
    }

    private static int Save(string text, string path, TextWriter error, int code)
    {
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error.WriteLine($"--output: the file '{path}' could not be written: {e.Message}");
            return CommandLine.BadData;
        }
    }
}
