using System.Globalization;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>The code of the README's quick start, so that it compiles and runs. A test compares the text between the marks with the page.</summary>
internal static class ReadmeQuickStart
{
    public static string Run()
    {
        // <quick-start>
        var funnel = FunnelDefinition.Create("B2B").Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest)
            .Stage("Proposal", StageRole.Decision).Won("Signed");
        var tracker = new StageHistoryTracker(funnel);
        var monday = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        tracker.Enter(entity: 17, at: monday, stage: 0);
        tracker.Enter(entity: 17, at: monday.AddDays(2), stage: 1, amount: 12_000m);
        tracker.Enter(entity: 17, at: monday.AddDays(9), stage: 3); // the last stage is won
        tracker.Enter(entity: 18, at: monday.AddDays(1), stage: 0);
        StageSnapshot s = tracker.Snapshot(asOf: monday.AddDays(10));
        Console.WriteLine(s.LeadConversionRate);
        Console.WriteLine(s.TimeInStage("Lead"));
        Console.WriteLine(s.DealSize);
        // </quick-start>
        return Console.Take();
    }

    /// <summary>Stands in for the console: tests run at the same time and would write into each other's output.</summary>
    private static class Console
    {
        private static readonly StringWriter s_text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

        public static void WriteLine(object value) => s_text.WriteLine(value);

        public static string Take()
        {
            string text = s_text.ToString();
            s_text.GetStringBuilder().Clear();
            return text;
        }
    }
}
