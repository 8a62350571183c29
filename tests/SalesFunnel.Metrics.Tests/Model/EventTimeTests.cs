namespace SalesFunnel.Metrics.Tests.Model;

public class EventTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo SaoPaulo = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(-1, -1)]
    [InlineData(-10, -1)]
    [InlineData(-11, -2)]
    public void Ticks_below_a_microsecond_are_cut_off_towards_the_past(long ticksFromEpoch, long micros) =>
        Assert.Equal(micros, EventTime.ToUnixMicros(DateTimeOffset.UnixEpoch.AddTicks(ticksFromEpoch)));

    [Fact]
    public void The_offset_of_a_time_does_not_matter() =>
        Assert.Equal(
            EventTime.ToUnixMicros(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)),
            EventTime.ToUnixMicros(new DateTimeOffset(2026, 1, 1, 17, 30, 0, TimeSpan.FromHours(5.5))));

    [Fact]
    public void The_range_is_the_years_1_to_9999()
    {
        Assert.Equal(DateTimeOffset.MinValue, EventTime.FromUnixMicros(EventTime.Min));
        Assert.Equal(DateTimeOffset.MaxValue.AddTicks(-9), EventTime.FromUnixMicros(EventTime.Max));
        Assert.Equal((EventTime.Min, EventTime.Max), (EventTime.ToUnixMicros(DateTimeOffset.MinValue), EventTime.ToUnixMicros(DateTimeOffset.MaxValue)));
        Assert.Equal(
            [true, true, true, false, false, false],
            new[] { EventTime.Undated, EventTime.Min, EventTime.Max, EventTime.Min - 1, EventTime.Max + 1, long.MinValue + 1 }.Select(EventTime.IsRepresentable));
        Assert.All([EventTime.Undated, EventTime.Min - 1, EventTime.Max + 1], t => Assert.Throws<ArgumentOutOfRangeException>(() => EventTime.FromUnixMicros(t)));
    }

    [Property]
    public void A_microsecond_goes_out_and_comes_back(long any)
    {
        long micros = any % EventTime.Max;
        if (EventTime.IsRepresentable(micros))
            Assert.Equal(micros, EventTime.ToUnixMicros(EventTime.FromUnixMicros(micros)));
    }

    [Fact]
    public void An_ordinary_local_time_takes_the_offset_of_its_day()
    {
        Assert.Equal(Utc(2024, 7, 1, 10, 0), EventTime.FromLocal(new DateTime(2024, 7, 1, 12, 0, 0), Berlin, out LocalTimeReading reading));
        Assert.Equal(LocalTimeReading.Once, reading);
    }

    [Fact]
    public void A_local_time_that_occurs_twice_takes_the_earlier_instant()
    {
        Assert.Equal(Utc(2024, 10, 27, 0, 30), EventTime.FromLocal(new DateTime(2024, 10, 27, 2, 30, 0), Berlin, out LocalTimeReading reading));
        Assert.Equal(LocalTimeReading.Twice, reading);
    }

    [Fact]
    public void A_local_time_that_is_skipped_is_read_with_the_offset_before_the_gap()
    {
        Assert.Equal(Utc(2024, 3, 31, 1, 30), EventTime.FromLocal(new DateTime(2024, 3, 31, 2, 30, 0), Berlin, out LocalTimeReading reading));
        Assert.Equal(LocalTimeReading.Skipped, reading);
        Assert.Equal(Utc(2017, 10, 15, 3, 0), EventTime.FromLocal(new DateTime(2017, 10, 15, 0, 0, 0), SaoPaulo, out reading));
        Assert.Equal(LocalTimeReading.Skipped, reading);
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void The_kind_of_a_local_time_is_not_read(DateTimeKind kind) =>
        Assert.Equal(Utc(2024, 7, 1, 10, 0), EventTime.FromLocal(new DateTime(2024, 7, 1, 12, 0, 0, kind), Berlin, out _));

    [Fact]
    public void The_ends_of_time_do_not_overflow()
    {
        Assert.Equal(DateTimeOffset.MinValue, EventTime.FromLocal(DateTime.MinValue, Berlin, out _));
        Assert.Equal(DateTimeOffset.MaxValue, EventTime.FromLocal(DateTime.MaxValue, SaoPaulo, out _));
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
