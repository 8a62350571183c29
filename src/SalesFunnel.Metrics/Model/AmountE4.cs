using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Money as whole units of 10⁻⁴ of the funnel's one currency: what columns, states and sums hold.</summary>
/// <remarks>Range ±922,337,203,685,477.5807. Sums are kept in 128 bits, so no order of adding can change or overflow them.</remarks>
public static class AmountE4
{
    /// <summary>How many units make one unit of the currency.</summary>
    public const long Scale = 10_000;

    /// <summary>Converts an amount when it is a whole number of units of 10⁻⁴ and fits 64 bits.</summary>
    /// <returns>False when the amount cannot be held exactly.</returns>
    /// <param name="amount">The amount.</param>
    /// <param name="amountE4">The amount in units of 10⁻⁴.</param>
    public static bool TryFromDecimal(decimal amount, out long amountE4)
    {
        amountE4 = 0;
        if (amount is > 922_337_203_685_477.5807m or < -922_337_203_685_477.5807m)
            return false;
        decimal units = amount * Scale;
        if (units != decimal.Truncate(units))
            return false;
        amountE4 = (long)units;
        return true;
    }

    /// <summary>Converts an amount to units of 10⁻⁴.</summary>
    /// <param name="amount">The amount, with at most four decimals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more than four decimals or does not fit 64 bits.</exception>
    public static long FromDecimal(decimal amount) => TryFromDecimal(amount, out long amountE4)
        ? amountE4
        : throw new ArgumentOutOfRangeException(nameof(amount), string.Create(CultureInfo.InvariantCulture,
            $"The amount {amount} cannot be held exactly. Amounts have at most four decimals and lie within ±922,337,203,685,477.5807; round it first."));

    /// <summary>Converts a sum of units of 10⁻⁴ back to money.</summary>
    /// <param name="sum">The sum.</param>
    /// <exception cref="OverflowException">The sum exceeds the range of <see cref="decimal"/>, about 7.9 × 10²⁴ of the currency.</exception>
    public static decimal ToDecimal(Int128 sum) => (decimal)sum / Scale;
}
