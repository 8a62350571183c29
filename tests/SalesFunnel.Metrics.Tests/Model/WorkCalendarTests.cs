using System.Globalization;

namespace SalesFunnel.Metrics.Tests.Model;

public class WorkCalendarTests
{
    private const long Minute = 60_000_000;
    private const int MinutesPerDay = 1440;

    /// <summary>A zone, and a date in the middle of the days that are compared.</summary>
    public static TheoryData<string, string> Zones => new()
    {
        { "UTC", "2024-02-28" },
        { "Asia/Kolkata", "2024-12-31" },
        { "Europe/Berlin", "2024-03-31" }, // 02:00 becomes 03:00
        { "Europe/Berlin", "2024-10-27" }, // 03:00 becomes 02:00
        { "America/New_York", "2024-03-10" },
        { "America/New_York", "2024-11-03" },
        { "America/New_York", "2024-12-31" }, // the evening lies in the next year of UTC
        { "America/Sao_Paulo", "2017-10-15" }, // 00:00 becomes 01:00
        { "America/Sao_Paulo", "2018-02-18" }, // 00:00 becomes 23:00 of the day before
        { "Australia/Lord_Howe", "2024-04-07" }, // by half an hour
        { "Pacific/Apia", "2011-12-30" }, // a day that does not exist
        { "Africa/Casablanca", "2024-04-14" },
    };

    [Theory]
    [MemberData(nameof(Zones))]
    public void Working_time_is_that_of_a_count_minute_by_minute(string zoneId, string around)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        DateOnly middle = DateOnly.Parse(around, CultureInfo.InvariantCulture);
        var random = new Random(20_261_124);
        for (int round = 0; round < 6; round++)
        {
            (WorkCalendar calendar, Func<DateTime, bool> isOpen) = Generate(random, zone, middle);
            (long start, bool[] open) = MinuteByMinute(zone, middle, isOpen);
            long[] before = new long[open.Length + 1];
            for (int i = 0; i < open.Length; i++)
                before[i + 1] = before[i] + (open[i] ? Minute : 0);
            long Until(long offset) => before[offset / Minute] + (open[Math.Min(offset / Minute, open.Length - 1)] ? offset % Minute : 0);

            Assert.Equal(before[^1], calendar.BusinessTime(start, start + (open.Length * Minute)));
            for (int i = 0; i < 300; i++)
            {
                long a = random.NextInt64(open.Length * Minute);
                long b = random.NextInt64(open.Length * Minute);
                (a, b) = (Math.Min(a, b), Math.Max(a, b));
                if (i % 3 == 0)
                    (a, b) = (a / Minute * Minute, b / Minute * Minute);
                Assert.Equal(Until(b) - Until(a), calendar.BusinessTime(start + a, start + b));
            }
        }
    }

    [Fact]
    public void Nights_in_which_clocks_change_are_so_much_shorter_or_longer()
    {
        WorkCalendar calendar = Berlin(b => b.Open(DayOfWeek.Sunday, default, default));
        Assert.Equal(TimeSpan.FromHours(23), calendar.BusinessTime(Utc(2024, 3, 30), Utc(2024, 4, 2)));
        Assert.Equal(TimeSpan.FromHours(25), calendar.BusinessTime(Utc(2024, 10, 26), Utc(2024, 10, 29)));
    }

    [Fact]
    public void An_hour_that_is_skipped_ends_at_the_gap_and_one_that_occurs_twice_begins_at_the_first()
    {
        Assert.Equal(TimeSpan.FromHours(1), Berlin(b => b.Open(DayOfWeek.Sunday, new(2, 30), new(4, 0))).BusinessTime(Utc(2024, 3, 30), Utc(2024, 4, 2)));
        Assert.Equal(TimeSpan.Zero, Berlin(b => b.Open(DayOfWeek.Sunday, new(2, 15), new(2, 45))).BusinessTime(Utc(2024, 3, 30), Utc(2024, 4, 2)));
        Assert.Equal(TimeSpan.FromHours(2.5), Berlin(b => b.Open(DayOfWeek.Sunday, new(2, 30), new(4, 0))).BusinessTime(Utc(2024, 10, 26), Utc(2024, 10, 29)));
    }

    [Fact]
    public void Holidays_close_and_special_days_have_their_own_hours()
    {
        WorkCalendar calendar = Berlin(b => b.OpenMondayToFriday(new(9, 0), new(17, 0)).Holiday(new(2024, 12, 25)).Holidays([new(2024, 12, 26)])
            .SpecialDay(new(2024, 12, 24), new OpeningHours(new(9, 0), new(12, 0))).SpecialDay(new(2024, 12, 28), new OpeningHours(new(10, 0), new(11, 0)), new OpeningHours(new(8, 0), new(9, 0))));
        // Monday 8, Tuesday 3, Friday 8, Saturday 2 hours.
        Assert.Equal(TimeSpan.FromHours(21), calendar.BusinessTime(Utc(2024, 12, 23), Utc(2024, 12, 30)));
        Assert.Equal("08:00–09:00, 10:00–11:00", string.Join(", ", calendar.HoursOf(new(2024, 12, 28))));
        Assert.Empty(calendar.HoursOf(new(2024, 12, 25)));
    }

    [Fact]
    public void Any_year_can_be_asked_in_any_order_and_spans_add_up()
    {
        WorkCalendar calendar = Berlin(b => b.OpenMondayToFriday(new(9, 0), new(17, 0)));
        long[] times = [.. new[] { Utc(2024, 5, 1), Utc(1, 1, 3), Utc(1969, 12, 31), Utc(9999, 12, 30), Utc(1970, 1, 1), Utc(2105, 7, 1), Utc(1850, 3, 9) }.Select(EventTime.ToUnixMicros)];
        long whole = calendar.BusinessTime(times.Min(), times.Max());
        long[] sorted = [.. times.Order()];
        Assert.Equal(whole, sorted.Zip(sorted.Skip(1)).Sum(span => calendar.BusinessTime(span.First, span.Second)));
        // 400 years have 20,871 weeks, whatever clocks did in between.
        Assert.Equal(TimeSpan.FromHours(20_871L * 40), calendar.BusinessTime(Utc(1600, 1, 3), Utc(2000, 1, 3)));
        Assert.Equal(0, calendar.BusinessTime(EventTime.Min, EventTime.Min));
        Assert.True(calendar.BusinessTime(EventTime.Min, EventTime.Max) > whole);
    }

    [Fact]
    public void A_question_about_prepared_years_allocates_nothing()
    {
        WorkCalendar calendar = Berlin(b => b.OpenMondayToFriday(new(9, 0), new(17, 0)));
        long from = EventTime.ToUnixMicros(Utc(2023, 12, 1));
        long to = EventTime.ToUnixMicros(Utc(2024, 2, 1));
        long sum = calendar.BusinessTime(from, to);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            sum += calendar.BusinessTime(from + i, to);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum > 0);
    }

    [Fact]
    public void Many_threads_get_one_answer()
    {
        WorkCalendar calendar = Berlin(b => b.OpenMondayToFriday(new(9, 0), new(17, 0)));
        WorkCalendar alone = Berlin(b => b.OpenMondayToFriday(new(9, 0), new(17, 0)));
        Parallel.For(0, 400, i =>
        {
            DateTimeOffset at = Utc(1800 + (i * 37 % 400), 1 + (i % 12), 5);
            TimeSpan found = calendar.BusinessTime(at, at.AddDays(500));
            lock (alone)
                Assert.Equal(alone.BusinessTime(at, at.AddDays(500)), found);
        });
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        WorkCalendarBuilder builder = WorkCalendar.Create()
            .Open(DayOfWeek.Monday, new(17, 0), new(9, 0))
            .Open(DayOfWeek.Tuesday, new(9, 0), new(13, 0)).Open(DayOfWeek.Tuesday, new(12, 30), new(17, 0))
            .Open((DayOfWeek)9, new(9, 0), new(17, 0))
            .Holiday(new(2024, 5, 1)).SpecialDay(new(2024, 5, 1), OpeningHours.WholeDay).SpecialDay(new(2024, 5, 1));
        WorkCalendarException error = Assert.Throws<WorkCalendarException>(builder.Build);
        Assert.Equal(
            [
                "The day of the week 9 does not exist. Use a member of DayOfWeek.",
                "Monday closes at or before it opens (17:00–09:00). Hours end after they begin, at 00:00 (midnight) at the latest; split a night shift into one stretch on each day.",
                "Tuesday has the overlapping hours 09:00–13:00 and 12:30–17:00. Join them into one stretch.",
                "2024-05-01 is a holiday and has special hours. A date has one meaning; remove one of the two.",
                "2024-05-01 is given special hours more than once. Give all hours of a date in one call.",
            ],
            error.Errors);
        Assert.Contains("No day of the week has opening hours", Assert.Throws<WorkCalendarException>(WorkCalendar.Create().Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Undated_and_reversed_times_are_refused()
    {
        WorkCalendar calendar = Berlin(b => b.OpenMondayToFriday(new(9, 0), new(17, 0)));
        Assert.Contains("undated", Assert.Throws<ArgumentOutOfRangeException>(() => calendar.BusinessTime(EventTime.Undated, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("before the beginning", Assert.Throws<ArgumentOutOfRangeException>(() => calendar.BusinessTime(1, 0)).Message, StringComparison.Ordinal);
    }

    private static WorkCalendar Berlin(Func<WorkCalendarBuilder, WorkCalendarBuilder> with) => with(WorkCalendar.Create(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))).Build();

    private static DateTimeOffset Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    // Hours as sets of local minutes; the calendar gets them as stretches.
    private static (WorkCalendar Calendar, Func<DateTime, bool> IsOpen) Generate(Random random, TimeZoneInfo zone, DateOnly middle)
    {
        bool[][] week = [.. Enumerable.Range(0, 7).Select(_ => Minutes(random))];
        week[(int)middle.DayOfWeek] = [.. Enumerable.Repeat(true, MinutesPerDay - 1), random.Next(2) == 0];
        DateOnly holiday = middle.AddDays(random.Next(-2, 3));
        DateOnly special = holiday.AddDays(1 + random.Next(2));
        bool[] own = Minutes(random);
        WorkCalendarBuilder builder = WorkCalendar.Create(zone).Holiday(holiday).SpecialDay(special, [.. Stretches(own)]);
        for (int day = 0; day < 7; day++)
        {
            foreach (OpeningHours hours in Stretches(week[day]))
                builder.Open((DayOfWeek)day, hours.Open, hours.Close);
        }

        return (builder.Build(), local =>
        {
            var date = DateOnly.FromDateTime(local);
            return date != holiday && (date == special ? own : week[(int)date.DayOfWeek])[(local.Hour * 60) + local.Minute];
        }
        );
    }

    private static bool[] Minutes(Random random)
    {
        var open = new bool[MinutesPerDay];
        for (int stretch = random.Next(4); stretch > 0; stretch--)
        {
            int from = random.Next(96) * 15;
            open.AsSpan(from, random.Next(1, MinutesPerDay - from + 1)).Fill(random.Next(3) > 0);
        }

        return open;
    }

    private static IEnumerable<OpeningHours> Stretches(bool[] open)
    {
        static TimeOnly At(int minute) => new(minute / 60 % 24, minute % 60);
        for (int start = 0; start < MinutesPerDay; start++)
        {
            int end = start;
            while (end < MinutesPerDay && open[end])
                end++;
            if (end > start)
                yield return new OpeningHours(At(start), At(end));
            start = end;
        }
    }

    // A clock that is set back is not followed until it shows new minutes: the minute before the change lasts so long.
    private static (long Start, bool[] Open) MinuteByMinute(TimeZoneInfo zone, DateOnly middle, Func<DateTime, bool> isOpen)
    {
        DateTimeOffset start = new(middle.AddDays(-4).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var open = new bool[8 * MinutesPerDay];
        DateTime latest = DateTime.MinValue;
        for (int i = -MinutesPerDay; i < open.Length; i++)
        {
            DateTime local = TimeZoneInfo.ConvertTime(start.AddMinutes(i), zone).DateTime;
            latest = local > latest ? local : latest;
            if (i >= 0)
                open[i] = isOpen(latest);
        }

        return (EventTime.ToUnixMicros(start), open);
    }
}
