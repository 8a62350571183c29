namespace SalesFunnel.Metrics;

/// <summary>What an event says about a deal. The set is closed: a new kind means a new version of every stored format.</summary>
/// <remarks>Which fields of a <see cref="DealEvent"/> a kind reads is said at each member. A kind that a calculator does not count is
/// accepted and counted as <em>not used</em>.</remarks>
public enum DealEventKind : byte
{
    /// <summary>The deal enters <c>Stage</c>; <c>Value</c> may carry the amount and <c>Segment</c> the value of the first dimension.
    /// Entering the last stage is <see cref="Won"/>.</summary>
    Enter = 1,

    /// <summary>The deal is won; <c>Value</c> may carry the amount and <c>Segment</c> the value of the first dimension.</summary>
    Won = 2,

    /// <summary>The deal is lost; <c>Value</c> may carry the id of the reason and <c>Segment</c> the value of the first dimension.</summary>
    Lost = 3,

    /// <summary>The amount of the deal becomes <c>Value</c>, in units of 10⁻⁴.</summary>
    Amount = 4,

    /// <summary>The value of dimension <c>Stage</c> (0-based position of the dimension) becomes <c>Segment</c>.</summary>
    Segment = 5,

    /// <summary>The expected close date becomes <c>Value</c>, in microseconds since 1970 UTC.</summary>
    CloseDate = 6,

    /// <summary>The clock of the stage stops until <see cref="Resume"/> or an outcome.</summary>
    Hold = 7,

    /// <summary>The clock of the stage goes on.</summary>
    Resume = 8,

    /// <summary>The deal belongs to the customer with id <c>Value</c>.</summary>
    Customer = 9,

    /// <summary>The deal was deleted: it leaves the counts as of this time.</summary>
    Deleted = 10,

    /// <summary>The deal was merged into the entity <c>Value</c>: it leaves the counts as of this time.</summary>
    MergedInto = 11,
}
