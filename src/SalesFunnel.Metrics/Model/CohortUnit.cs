namespace SalesFunnel.Metrics;

/// <summary>The length of the periods of a <see cref="CohortCalendar"/>.</summary>
public enum CohortUnit
{
    /// <summary>Calendar days.</summary>
    Day = 0,

    /// <summary>ISO weeks, from Monday.</summary>
    Week = 1,

    /// <summary>Calendar months.</summary>
    Month = 2,

    /// <summary>Calendar quarters.</summary>
    Quarter = 3,

    /// <summary>Calendar years.</summary>
    Year = 4,
}
