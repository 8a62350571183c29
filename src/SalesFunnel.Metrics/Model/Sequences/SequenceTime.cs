namespace SalesFunnel.Metrics;

/// <summary>Times of sequences: whole numbers of a resolution since 1970 UTC.</summary>
internal static class SequenceTime
{
    public static long MicrosOf(TimeResolution resolution) => resolution switch
    {
        TimeResolution.Second => 1_000_000,
        TimeResolution.Millisecond => 1_000,
        _ => 1,
    };

    public static long ToMicros(long units, TimeResolution resolution) => units * MicrosOf(resolution);

    /// <summary>The whole units in a span that is not negative. A difference of whole units is within the span exactly when it is within these.</summary>
    public static long Whole(TimeSpan span, TimeResolution resolution) => span.Ticks / (TimeSpan.TicksPerMicrosecond * MicrosOf(resolution));

    /// <summary>Whether units are a time within the years 1 to 9999.</summary>
    public static bool CanBeGiven(long units, TimeResolution resolution) =>
        units >= EventTime.Min / MicrosOf(resolution) && units <= EventTime.Max / MicrosOf(resolution);

    /// <summary>Units of a time, cut off towards the past.</summary>
    public static long Floor(DateTimeOffset time, TimeResolution resolution)
    {
        long micros = EventTime.ToUnixMicros(time);
        long unit = MicrosOf(resolution);
        (long units, long rest) = Math.DivRem(micros, unit);
        return rest < 0 ? units - 1 : units;
    }
}
