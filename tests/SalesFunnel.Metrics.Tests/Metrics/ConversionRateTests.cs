using System.Globalization;

namespace SalesFunnel.Metrics.Tests.Metrics;

public class ConversionRateTests
{
    [Fact]
    public void A_rate_keeps_its_two_numbers_and_reads_as_a_sentence()
    {
        ConversionRate rate = ConversionRate.Of(412, 1_034);

        Assert.Equal((412, 1_034, MetricStatus.Ok), (rate.Converted, rate.Entered, rate.Status));
        Assert.Equal(412.0 / 1_034, rate.Value);
        Assert.Equal("412 of 1,034 = 39.8 % (95 %: 36.9 – 42.9 %)", rate.ToString());
    }

    [Fact]
    public void Nothing_entered_is_undefined_and_not_zero()
    {
        ConversionRate rate = ConversionRate.Of(0, 0);

        Assert.Equal((MetricStatus.Undefined, null, null), (rate.Status, rate.Value, rate.Interval()));
        Assert.Equal("undefined: no deals entered", rate.ToString());
        MetricValue value = rate.ToMetricValue();
        Assert.Equal((null, MetricStatus.Undefined, 0m, 0m, null, null), (value.Value, value.Status, value.Numerator, value.Denominator, value.Low, value.High));
    }

    [Fact]
    public void The_default_rate_is_valid_and_undefined() => Assert.Equal((MetricStatus.Undefined, null), (default(ConversionRate).Status, default(ConversionRate).Value));

    [Fact]
    public void No_conversion_is_zero_and_has_an_interval()
    {
        ConversionRate rate = ConversionRate.Of(0, 10);

        Assert.Equal((0.0, MetricStatus.Ok), (rate.Value, rate.Status));
        Assert.Equal(0, rate.Interval()!.Value.Low);
        Assert.True(rate.Interval()!.Value.High > 0.2);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    [InlineData(0, -1)]
    public void More_converted_than_entered_is_refused(long converted, long entered) => Assert.Throws<ArgumentOutOfRangeException>(() => ConversionRate.Of(converted, entered));

    [Fact]
    public void A_rate_that_is_not_nested_has_no_interval_and_may_exceed_one()
    {
        ConversionRate rate = Touched(entered: 1, converted: 2).Conversion(0, 1);

        Assert.Equal((2.0, MetricStatus.Ok, false, null), (rate.Value, rate.Status, rate.IsNested, rate.Interval()));
        Assert.Equal("2 to 1 = 200.0 %", rate.ToString());
        Assert.Equal(("ratio", null, null), (rate.ToMetricValue().Unit, rate.ToMetricValue().Low, rate.ToMetricValue().High));
    }

    [Fact]
    public void A_missing_role_makes_its_rate_undefined_with_the_reason()
    {
        FunnelDefinition funnel = FunnelDefinition.Create("No roles").Stage("a").Stage("b", StageRole.Decision).Won("w");
        StageSnapshot s = new StageHistoryTracker(funnel).Snapshot(DateTimeOffset.UnixEpoch);

        Assert.Equal("no stage with role Awareness", s.LeadConversionRate.Reason);
        Assert.Equal("no stage with role Interest", s.OpportunityConversionRate.Reason);
        Assert.Null(s.LeadConversionRate.ToMetricValue().Numerator);
        Assert.Equal("no deals entered", s.SalesConversionRate.Reason);
    }

    [Fact]
    public void A_conversion_leads_forward_between_stages_of_the_funnel()
    {
        StageSnapshot s = StageSnapshot.Empty(FunnelDefinition.Classic, DateTimeOffset.UnixEpoch);

        Assert.Throws<ArgumentOutOfRangeException>(() => s.Conversion(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Conversion(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Conversion(-1, 2));
        Assert.Contains("Awareness, Interest, Decision, Purchase", Assert.Throws<ArgumentException>(() => s.Conversion("Interest", "Won")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Formatting_into_a_span_says_when_it_is_too_small()
    {
        ConversionRate rate = ConversionRate.Of(1, 3);
        string text = rate.ToString();
        Span<char> exact = stackalloc char[text.Length];

        Assert.True(rate.TryFormat(exact, out int written, default, CultureInfo.InvariantCulture));
        Assert.Equal(text, exact[..written].ToString());
        Assert.False(rate.TryFormat(exact[..^1], out _, default, CultureInfo.InvariantCulture));
        Assert.Equal(text, $"{rate}");
    }

    private static StageSnapshot Touched(int entered, int converted)
    {
        var tracker = new StageHistoryTracker(FunnelDefinition.Classic, new TrackerOptions { Rule = CountingRule.Touched });
        for (int deal = 0; deal < entered; deal++)
            tracker.Enter(deal, DateTimeOffset.UnixEpoch, 0);
        for (int deal = 100; deal < 100 + converted; deal++)
            tracker.Enter(deal, DateTimeOffset.UnixEpoch, 1);
        return tracker.Snapshot(DateTimeOffset.UnixEpoch);
    }
}
