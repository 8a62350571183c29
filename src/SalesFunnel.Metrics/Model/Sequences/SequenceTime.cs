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

    /// <summary>A span in units.</summary>
    /// <param name="span">The span, not negative.</param>
    /// <param name="resolution">The unit.</param>
    /// <param name="what">What the span is, for the error.</param>
    /// <exception cref="ArgumentException">It is not a whole number of units: times cut off to them could not tell whether it is kept.</exception>
    public static long Units(TimeSpan span, TimeResolution resolution, string what)
    {
        (long units, long rest) = Math.DivRem(span.Ticks, TimeSpan.TicksPerMicrosecond * MicrosOf(resolution));
        return rest == 0 ? units : throw new ArgumentException($"The {what} {span} is not a whole number of the resolution {resolution}. Choose a finer resolution, or a {what} that is a whole number of it.");
    }

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
