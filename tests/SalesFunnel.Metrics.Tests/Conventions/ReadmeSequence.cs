using System.Globalization;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>The code of the README about sequences, so that it compiles and runs. A test compares the text between the marks with the page.</summary>
internal static class ReadmeSequence
{
    public static string Run()
    {
        DateTimeOffset monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        // <sequence>
        var shop = SequenceDefinition.Create("Shop").Step("visit").Step("cart").Step("purchase").Within(TimeSpan.FromDays(7));
        var visitors = new SequenceTracker(shop, new SequenceOptions { Detail = SequenceDetail.Chains }); // Counts is leaner and faster
        visitors.Add(entity: 1, at: monday, "visit");
        visitors.Add(entity: 1, at: monday.AddHours(2), "cart");
        visitors.Add(entity: 1, at: monday.AddDays(7), "purchase"); // the last moment
        visitors.Add(entity: 2, at: monday.AddDays(3), "visit");
        SequenceSnapshot seen = visitors.Snapshot(asOf: monday.AddDays(8));
        Console.WriteLine(seen.Conversion("visit", "purchase"));
        Console.WriteLine($"{seen.EndedAt(0, SequenceEnding.StillOpen)} may go on, median {seen.TimeBetween(0, 1).MedianSeconds / 3600:0.0} h to the cart");
        // </sequence>
        return Console.Take();
    }

    private static class Console
    {
        private static readonly StringWriter s_text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

        public static void WriteLine(ConversionRate value) => s_text.WriteLine(value);

        public static void WriteLine(FormattableString value) => s_text.WriteLine(FormattableString.Invariant(value));

        public static string Take() => s_text.ToString();
    }
}
