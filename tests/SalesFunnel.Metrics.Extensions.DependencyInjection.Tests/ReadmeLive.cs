using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>The live example of the first page.</summary>
public class ReadmeLive
{
    [Fact]
    public async Task The_live_example_is_the_code_that_is_tested_and_prints_what_the_page_says()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "SalesFunnel.Metrics.sln")))
            root = Path.GetDirectoryName(root)!;
        string page = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string source = File.ReadAllText(Path.Combine(root, "tests", "SalesFunnel.Metrics.Extensions.DependencyInjection.Tests", "ReadmeLive.cs")).ReplaceLineEndings("\n");
        string section = page[page.IndexOf("## Live, in your application", StringComparison.Ordinal)..];
        IEnumerable<string> tested = Between(source, "// <live>\n", "        // </live>").TrimEnd('\n').Split('\n').Select(static line => line.Length > 8 ? line[8..] : line);
        Assert.Equal(tested, Between(section, "```csharp\n", "\n```").Split('\n'));
        var printed = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await RunAsync(printed);
        Assert.Equal(Between(section, "```text\n", "\n```") + "\n", printed.ToString());
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static async Task RunAsync(TextWriter Console)
    {
        var monday = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        // <live>
        var services = new ServiceCollection();
        services.AddSalesFunnel("b2b", f => f.Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest)
            .Stage("Proposal", StageRole.Decision).Won("Signed"));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IFunnelMonitor live = provider.GetRequiredKeyedService<IFunnelMonitor>("b2b");
        await live.AddAsync(DealEvent.Enter(entity: 17, at: monday, stage: 0));
        await live.AddAsync(DealEvent.Won(entity: 17, at: monday.AddDays(9), amount: 12_000m));
        StageSnapshot now = await live.SnapshotAsync();
        Console.WriteLine(now.OverallConversionRate);
        // </live>
    }
}
