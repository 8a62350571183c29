namespace SalesFunnel.Metrics.Tests.Model;

public class AmountE4Tests
{
    public static TheoryData<decimal, long> Exact => new()
    {
        { 0m, 0 }, { 0.0001m, 1 }, { -0.0001m, -1 }, { 12_000.00m, 120_000_000 }, { 1.50000000m, 15_000 },
        { 922_337_203_685_477.5807m, long.MaxValue }, { -922_337_203_685_477.5807m, -long.MaxValue },
    };

    public static TheoryData<decimal> NotExact => [0.00001m, -1.00005m, 922_337_203_685_477.5808m, -922_337_203_685_477.5808m, decimal.MaxValue, decimal.MinValue];

    [Theory]
    [MemberData(nameof(Exact))]
    public void An_amount_with_at_most_four_decimals_goes_in_and_comes_back(decimal amount, long units)
    {
        Assert.True(AmountE4.TryFromDecimal(amount, out long found));
        Assert.Equal(units, found);
        Assert.Equal(units, AmountE4.FromDecimal(amount));
        Assert.Equal(amount, AmountE4.ToDecimal(units));
    }

    [Theory]
    [MemberData(nameof(NotExact))]
    public void An_amount_that_cannot_be_held_exactly_is_refused(decimal amount)
    {
        Assert.False(AmountE4.TryFromDecimal(amount, out _));
        Assert.Contains("at most four decimals", Assert.Throws<ArgumentOutOfRangeException>(() => AmountE4.FromDecimal(amount)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_amount_becomes_the_value_that_means_absent() => Assert.False(AmountE4.TryFromDecimal(-922_337_203_685_477.5808m, out _));

    [Property]
    public void Every_number_of_units_goes_out_and_comes_back(long units)
    {
        if (units == long.MinValue)
            units++;
        Assert.Equal(units, AmountE4.FromDecimal(AmountE4.ToDecimal(units)));
    }

    [Fact]
    public void Sums_beyond_64_bits_stay_exact() =>
        Assert.Equal(922_337_203_685_477.5807m * 1_000, AmountE4.ToDecimal((Int128)long.MaxValue * 1_000));
}
