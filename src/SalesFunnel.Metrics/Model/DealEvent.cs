namespace SalesFunnel.Metrics;

/// <summary>One event of one deal. The factory methods are the readable way to make one.</summary>
/// <param name="Entity">Id of the deal; strings and GUIDs get theirs from an <see cref="EntityIndex"/>.</param>
/// <param name="AtUnixMicros">Time in microseconds since 1970 UTC, or <see cref="EventTime.Undated"/>.</param>
/// <param name="Seq">Orders events of one deal at one time; <see cref="NoSeq"/> when the source has none.</param>
/// <param name="Kind">What the event says.</param>
/// <param name="Stage">0-based index of the stage, or of the dimension for <see cref="DealEventKind.Segment"/>.</param>
/// <param name="Value">Amount in units of 10⁻⁴, reason, date or id, by kind; <see cref="NoValue"/> when absent.</param>
/// <param name="Segment">Value of a dimension; <see cref="NoValue"/> when absent.</param>
public readonly record struct DealEvent(
    long Entity, long AtUnixMicros, long Seq, DealEventKind Kind, int Stage, long Value, long Segment)
{
    /// <summary>The <see cref="Seq"/> of an event whose source numbers nothing: input order decides among equal times.</summary>
    public const long NoSeq = long.MinValue;

    /// <summary>The <see cref="Value"/> or <see cref="Segment"/> of an event that carries none.</summary>
    public const long NoValue = long.MinValue;

    /// <summary>The deal enters a stage.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="stage">0-based index of the stage.</param>
    /// <param name="amount">The amount of the deal from now on, if known.</param>
    /// <param name="segment">The value of the first dimension, if known.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more than four decimals or does not fit 64 bits.</exception>
    public static DealEvent Enter(long entity, DateTimeOffset? at, int stage, decimal? amount = null, long? segment = null, long? seq = null) =>
        Of(entity, at, DealEventKind.Enter, seq, stage, AmountOrNone(amount), segment);

    /// <summary>The deal is won.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="amount">The amount of the deal from now on, if known.</param>
    /// <param name="segment">The value of the first dimension, if known.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more than four decimals or does not fit 64 bits.</exception>
    public static DealEvent Won(long entity, DateTimeOffset? at, decimal? amount = null, long? segment = null, long? seq = null) =>
        Of(entity, at, DealEventKind.Won, seq, 0, AmountOrNone(amount), segment);

    /// <summary>The deal is lost.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="reason">Id of the reason, if known.</param>
    /// <param name="segment">The value of the first dimension, if known.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent Lost(long entity, DateTimeOffset? at, long? reason = null, long? segment = null, long? seq = null) =>
        Of(entity, at, DealEventKind.Lost, seq, 0, reason ?? NoValue, segment);

    /// <summary>The amount of the deal changes.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="amount">The new amount.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more than four decimals or does not fit 64 bits.</exception>
    public static DealEvent Amount(long entity, DateTimeOffset? at, decimal amount, long? seq = null) =>
        Of(entity, at, DealEventKind.Amount, seq, 0, AmountE4.FromDecimal(amount));

    /// <summary>The value of a dimension changes.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="dimension">0-based position of the dimension.</param>
    /// <param name="value">The new value.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent SegmentOf(long entity, DateTimeOffset? at, int dimension, long value, long? seq = null) =>
        Of(entity, at, DealEventKind.Segment, seq, dimension, NoValue, value);

    /// <summary>The expected close date changes.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="expected">The date on which the deal is expected to close.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent CloseDate(long entity, DateTimeOffset? at, DateTimeOffset expected, long? seq = null) =>
        Of(entity, at, DealEventKind.CloseDate, seq, 0, EventTime.ToUnixMicros(expected));

    /// <summary>The clock of the stage stops.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent Hold(long entity, DateTimeOffset? at, long? seq = null) => Of(entity, at, DealEventKind.Hold, seq);

    /// <summary>The clock of the stage goes on.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent Resume(long entity, DateTimeOffset? at, long? seq = null) => Of(entity, at, DealEventKind.Resume, seq);

    /// <summary>The deal belongs to a customer.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="customer">Id of the customer.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent Customer(long entity, DateTimeOffset? at, long customer, long? seq = null) =>
        Of(entity, at, DealEventKind.Customer, seq, 0, customer);

    /// <summary>The deal was deleted.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent Deleted(long entity, DateTimeOffset? at, long? seq = null) => Of(entity, at, DealEventKind.Deleted, seq);

    /// <summary>The deal was merged into another one.</summary>
    /// <param name="entity">Id of the deal that disappears.</param>
    /// <param name="at">When; <c>null</c> = undated.</param>
    /// <param name="survivor">Id of the deal that stays.</param>
    /// <param name="seq">Orders events of one deal at one time.</param>
    public static DealEvent MergedInto(long entity, DateTimeOffset? at, long survivor, long? seq = null) =>
        Of(entity, at, DealEventKind.MergedInto, seq, 0, survivor);

    private static DealEvent Of(long entity, DateTimeOffset? at, DealEventKind kind, long? seq, int stage = 0, long value = NoValue, long? segment = null) =>
        new(entity, at is { } time ? EventTime.ToUnixMicros(time) : EventTime.Undated, seq ?? NoSeq, kind, stage, value, segment ?? NoValue);

    private static long AmountOrNone(decimal? amount) => amount is { } value ? AmountE4.FromDecimal(value) : NoValue;
}
