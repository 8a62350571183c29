using System.Globalization;
using SalesFunnel.Metrics.Statistics;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Metrics;

/// <summary>The culture of the machine changes no text and no number; only a culture that is asked for does.</summary>
public class CultureTests
{
    [Theory]
    [InlineData("ru-RU")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Every_text_is_the_same_as_under_the_invariant_culture(string culture) => Assert.Equal(Under("", Texts), Under(culture, Texts));

    [Theory]
    [InlineData("ru-RU")]
    [InlineData("tr-TR")]
    public void Counting_and_fingerprints_are_the_same(string culture)
    {
        string[] Count()
        {
            FunnelDefinition funnel = FunnelDefinition.Create("Iı").Stage("INTEREST", StageRole.Interest).Stage("interest").Dimension("ID").Won("won");
            LogCase golden = new(GoldenExample.Definition, GoldenExample.Events, TestFunnels.Calendar(CohortUnit.Month, "UTC"), null, CountingRule.Reached, [GoldenExample.AsOf]);
            return [$"{funnel.Fingerprint}", $"{funnel.IndexOf("interest")}", $"{funnel.IndexOfDimension("id")}", SnapshotFigures.Of(Engine.Track(golden).Snapshot(GoldenExample.AsOf)).ToString()];
        }

        Assert.Equal(Under("", Count), Under(culture, Count));
    }

    [Fact]
    public void A_culture_that_is_asked_for_is_used()
    {
        string russian = ConversionRate.Of(412, 1_034).ToString(null, CultureInfo.GetCultureInfo("ru-RU"));

        Assert.Contains("39,8", russian, StringComparison.Ordinal);
        Assert.DoesNotContain("39.8", russian, StringComparison.Ordinal);
        Assert.Equal(russian, string.Create(CultureInfo.GetCultureInfo("ru-RU"), $"{ConversionRate.Of(412, 1_034)}"));
    }

    private static string[] Texts()
    {
        StageSnapshot s = Engine.Track(new LogCase(GoldenExample.Definition, GoldenExample.Events, null, null, CountingRule.Reached, [GoldenExample.AsOf])).Snapshot(GoldenExample.AsOf);
        CohortCalendar calendar = TestFunnels.Calendar(CohortUnit.Quarter, "Europe/Berlin");
        return
        [
            ConversionRate.Of(1_234, 5_678).ToString(),
            ConversionRate.Of(1_234, 5_678).ToString(null, null),
            s.With(CountingRule.Touched).Conversion(0, 1).ToString(),
            ConversionRate.Of(0, 0).ToString(),
            ChurnRate.Of(1_234, 5_678).ToString(),
            CustomerAcquisitionCost.Of(1_234_567.89m, 1_234).ToString(),
            DealSize.Of(1_234_567.89m, 1_234).ToString(),
            new DealSize(10.5m, 3, 2).Reason!,
            PaybackPeriod.Of(1_234.5m, 99.9m).ToString(),
            PaybackPeriod.Of(1, -1).ToString(),
            s.TimeInStage(0).ToString(),
            ConversionRate.Of(1, 3).ToMetricValue().ToString(),
            Wilson.Interval(1, 3, 0.95)!.Value.ToString(),
            calendar.ToString(),
            calendar.PeriodOf(GoldenExample.AsOf).ToString(),
            new Partition(12_345_678, 1, 2).ToString(),
            GoldenExample.Definition.ToString(),
            Message(() => FunnelDefinition.Create(" ").Won(" ")),
            Message(() => AmountE4.FromDecimal(1.23456m)),
            Message(() => _ = new EventBatch(new long[1_234], new long[2])),
            Message(() => s.Reached(1_234)),
            Message(() => s.LostFrom(3)),
            Message(() => _ = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { ReopenWithin = TimeSpan.FromSeconds(-1.5) })),
            Message(() => Track(GoldenExample.AsOf).Snapshot(GoldenExample.AsOf.AddDays(-1))),
        ];
    }

    private static StageHistoryTracker Track(DateTimeOffset at)
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic);
        tracker.Enter(1, at, 0);
        return tracker;
    }

    // The run time appends the actual value in the current culture on a line of its own.
    private static string Message(Action misuse) => Assert.ThrowsAny<Exception>(misuse).Message.Split(Environment.NewLine + "Actual value")[0];

    private static T Under<T>(string culture, Func<T> make)
    {
        (CultureInfo before, CultureInfo beforeTexts) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return make();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeTexts);
        }
    }
}
