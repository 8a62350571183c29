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

    /// <summary>Units that a time is a whole number of, or <c>null</c>.</summary>
    public static long? Exactly(TimeSpan span, TimeResolution resolution)
    {
        (long units, long rest) = Math.DivRem(span.Ticks, TimeSpan.TicksPerMicrosecond * MicrosOf(resolution));
        return rest == 0 ? units : null;
    }

    /// <summary>Units of a time, cut off towards the past.</summary>
    public static long Floor(DateTimeOffset time, TimeResolution resolution)
    {
        long micros = EventTime.ToUnixMicros(time);
        long unit = MicrosOf(resolution);
        (long units, long rest) = Math.DivRem(micros, unit);
        return rest < 0 ? units - 1 : units;
    }
}
