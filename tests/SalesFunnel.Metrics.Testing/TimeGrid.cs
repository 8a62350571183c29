using FsCheck;
using FsCheck.Fluent;

namespace SalesFunnel.Metrics.Testing;

/// <summary>The few instants at which generated events happen, so that ties are frequent.</summary>
internal static class TimeGrid
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    /// <summary>Saturday 2024-03-30T22:30Z: in Berlin the hour before the night in which clocks go forward.</summary>
    public static readonly long Base = EventTime.ToUnixMicros(new DateTimeOffset(2024, 3, 30, 22, 30, 0, TimeSpan.Zero));

    private static readonly long[] Usual =
    [
        Base, Base + 1, Base + Hour, Base + (2 * Hour), Base + (3 * Hour), Base + Day, Base + (2 * Day),
        Base + (9 * Day), Base + (31 * Day), Base + (40 * Day) + 123_457, Base + (95 * Day),
    ];

    private static readonly long[] FarAway =
    [
        Base - (20_000 * Day), // 1969: before the prepared starts of the calendars
        Base - (2_000 * Day) + (3 * Hour), // 2018
        Base + (700 * Day),
        Base + (30_000 * Day), // 2106: after them
    ];

    public static Gen<long> Instants => Gen.Frequency((12, Gen.Elements(Usual)), (1, Gen.Elements(FarAway)));

    public static Gen<long> InstantsOrUndated => Gen.Frequency((12, Instants), (1, Gen.Constant(EventTime.Undated)));
}
