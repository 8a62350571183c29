namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>Which cost lines and which wins meet in an acquisition cost.</summary>
public class AcquisitionSpendTests
{
    private static readonly DateTimeOffset AsOf = new(2024, 12, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_month_of_a_win_is_that_of_the_zone()
    {
        Win win = At(new DateTimeOffset(2024, 1, 31, 23, 30, 0, TimeSpan.Zero));
        SpendLine[] january = [Line(2024, 1)];
        Assert.Single(new AcquisitionSpend(january, AsOf).NewCustomers([win]));
        Assert.Empty(new AcquisitionSpend(january, AsOf, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).NewCustomers([win]));
    }

    [Fact]
    public void Only_new_customers_with_a_dated_win_in_a_month_with_costs_count()
    {
        var spend = new AcquisitionSpend([Line(2024, 1), Line(2024, 3)], AsOf);
        Win[] wins =
        [
            At(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            At(new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero)),
            At(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero)),
            At(new DateTimeOffset(2024, 3, 2, 0, 0, 0, TimeSpan.Zero)) with { IsNewCustomer = false },
            new(9, null, null, null, IsNewCustomer: true),
        ];
        Assert.Equal([wins[0], wins[2]], spend.NewCustomers(wins));
        CustomerAcquisitionCost cost = spend.FullyLoaded(wins);
        Assert.Equal((20m, 2L, 10m), (cost.Spend, cost.NewCustomers, cost.Value));
        Assert.Equal("all cost lines of 2024-01 to 2024-03, 2 months with costs ÷ new customers won in those months (UTC)", cost.Basis);
    }

    [Theory]
    [InlineData("2024-02-29T23:59:59Z", 2)]
    [InlineData("2024-03-01T00:00:00Z", 3)]
    [InlineData("2023-12-31T23:59:59Z", 0)]
    public void A_month_counts_once_it_has_begun(string asOf, int lines) =>
        Assert.Equal(lines, new AcquisitionSpend([Line(2024, 1), Line(2024, 2), Line(2024, 3)], DateTimeOffset.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture)).Lines.Count);

    [Fact]
    public void Mean_revenue_is_over_the_customers_that_have_one()
    {
        Win[] wins = [new(1, AsOf, null, null, true), new(2, AsOf, null, null, true), new(3, AsOf, null, null, true)];
        Assert.Equal((15m, 2), AcquisitionSpend.MeanMonthlyRevenue(wins, [new(1, null, null, 10), new(3, null, null, 20), new(4, null, null, 1_000)]));
        Assert.Equal((null, 0), AcquisitionSpend.MeanMonthlyRevenue(wins, []));
    }

    private static SpendLine Line(int year, int month) => new(new DateOnly(year, month, 17), null, "sales", 10);

    private static Win At(DateTimeOffset at) => new(1, at, null, null, IsNewCustomer: true);
}
