using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Acquisition spend by month, put against the wins that it paid for: fully loaded and per channel.</summary>
/// <remarks>Only months that have begun by the as-of time count, so that a look at the past does not divide later money by earlier wins. A win belongs
/// to the month of its time in the stated zone; a win without a date belongs to none.</remarks>
public sealed class AcquisitionSpend
{
    private readonly TimeZoneInfo _zone;
    private readonly HashSet<DateOnly> _months;

    /// <summary>Collects the lines of the months that have begun.</summary>
    /// <param name="lines">The lines, in any order.</param>
    /// <param name="asOf">Later months are left out.</param>
    /// <param name="zone">Whose months these are; UTC when not given.</param>
    public AcquisitionSpend(IEnumerable<SpendLine> lines, DateTimeOffset asOf, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _zone = zone ?? TimeZoneInfo.Utc;
        DateOnly current = MonthOf(asOf);
        Lines = lines.Where(line => line.FirstDay <= current).ToArray().AsReadOnly();
        _months = [.. Lines.Select(static line => line.FirstDay)];
    }

    /// <summary>Gets the lines that count.</summary>
    public IReadOnlyList<SpendLine> Lines { get; }

    /// <summary>Gets the sum of all lines that count.</summary>
    public decimal Total => Lines.Sum(static line => line.Amount);

    /// <summary>Gets the months that have a line, in words: <c>2024-01 to 2024-12</c>, with the number of months when some between have none.</summary>
    public string MonthsText
    {
        get
        {
            if (_months.Count == 0)
                return "no month";
            (DateOnly first, DateOnly last) = (_months.Min(), _months.Max());
            string text = first == last ? Name(first) : $"{Name(first)} to {Name(last)}";
            int span = ((last.Year - first.Year) * 12) + last.Month - first.Month + 1;
            return span == _months.Count ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, {_months.Count} months with costs");
        }
    }

    /// <summary>Selects the new customers that were won in a month that has a cost line.</summary>
    /// <param name="wins">The wins to as-of.</param>
    public IReadOnlyList<Win> NewCustomers(IEnumerable<Win> wins)
    {
        ArgumentNullException.ThrowIfNull(wins);
        return wins.Where(win => win.IsNewCustomer && win.At is { } at && _months.Contains(MonthOf(at))).ToArray().AsReadOnly();
    }

    /// <summary>Fully loaded acquisition cost: all cost lines ÷ new customers won in the months that have cost lines.</summary>
    /// <param name="wins">The wins to as-of.</param>
    public CustomerAcquisitionCost FullyLoaded(IEnumerable<Win> wins) =>
        new(Total, NewCustomers(wins).Count, $"all cost lines of {MonthsText} ÷ new customers won in those months ({_zone.Id})");

    /// <summary>Acquisition cost of one channel by one kind of spend: its lines of that kind ÷ its wins to as-of.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="kind">The kind of spend, for example <c>marketing</c>; compared without case.</param>
    /// <param name="wins">Number of the channel's won deals to as-of.</param>
    public CustomerAcquisitionCost OfChannel(string channel, string kind, long wins)
    {
        decimal spend = Lines.Where(line => string.Equals(line.Channel, channel, StringComparison.Ordinal) && IsKind(line, kind)).Sum(static line => line.Amount);
        return new CustomerAcquisitionCost(spend, wins, $"{kind} lines of the channel, {MonthsText} ÷ its wins to as-of");
    }

    /// <summary>Mean monthly revenue of the customers of some wins: Σ monthly revenue ÷ customers whose revenue is known.</summary>
    /// <returns>The mean, or <c>null</c> when no revenue is known; and how many customers it rests on.</returns>
    /// <param name="newCustomers">The wins.</param>
    /// <param name="revenues">Monthly revenues by deal.</param>
    public static (decimal? Mean, int Known) MeanMonthlyRevenue(IEnumerable<Win> newCustomers, IEnumerable<CustomerRevenue> revenues)
    {
        ArgumentNullException.ThrowIfNull(newCustomers);
        ArgumentNullException.ThrowIfNull(revenues);
        var byDeal = new Dictionary<long, decimal>();
        foreach (CustomerRevenue revenue in revenues)
            byDeal.TryAdd(revenue.Entity, revenue.PerMonth);
        (decimal sum, int known) = (0, 0);
        foreach (Win win in newCustomers)
        {
            if (!byDeal.TryGetValue(win.Entity, out decimal perMonth))
                continue;
            sum += perMonth;
            known++;
        }

        return (known > 0 ? sum / known : null, known);
    }

    private static bool IsKind(SpendLine line, string kind) => string.Equals(line.Kind, kind, StringComparison.OrdinalIgnoreCase);

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private DateOnly MonthOf(DateTimeOffset at)
    {
        DateTimeOffset utc = at.ToUniversalTime();
        long local = Math.Clamp(utc.Ticks + _zone.GetUtcOffset(utc).Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        var day = new DateTime(local);
        return new DateOnly(day.Year, day.Month, 1);
    }
}
