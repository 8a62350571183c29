namespace SalesFunnel.Metrics;

/// <summary>How a local time of a zone with daylight saving maps to an instant.</summary>
public enum LocalTimeReading
{
    /// <summary>It occurs once.</summary>
    Once = 0,

    /// <summary>It occurs twice, when clocks go back; the earlier instant is taken.</summary>
    Twice = 1,

    /// <summary>It does not occur, when clocks go forward; it is read with the offset before the gap.</summary>
    Skipped = 2,
}
