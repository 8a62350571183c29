using System.Globalization;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Model;

public class CohortCalendarTests
{
    public static TheoryData<CohortUnit, string> Calendars
    {
        get
        {
            var data = new TheoryData<CohortUnit, string>();
            foreach (string zone in new[] { "UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe" })
            {
                foreach (CohortUnit unit in Enum.GetValues<CohortUnit>())
                    data.Add(unit, zone);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Calendars))]
    public void Periods_are_those_that_the_local_date_names(CohortUnit unit, string zone)
    {
        CohortCalendar calendar = TestFunnels.Calendar(unit, zone);
        var random = new Random(20_260_524);
        foreach (DateTimeOffset at in Instants(random))
            Assert.Equal(NaiveLabel(unit, TimeZoneInfo.ConvertTime(at, calendar.Zone)), calendar.PeriodOf(at).Label);
    }

    [Theory]
    [MemberData(nameof(Calendars))]
    public void Periods_are_half_open_and_follow_each_other(CohortUnit unit, string zone)
    {
        CohortCalendar calendar = TestFunnels.Calendar(unit, zone);
        var random = new Random(7);
        foreach (DateTimeOffset at in Instants(random))
        {
            CohortPeriod period = calendar.PeriodOf(at);
            Assert.True(period.From <= at && at < period.To, $"{at} is not in [{period.From}, {period.To})");
            Assert.Equal(period, calendar.Period(period.Number));
            Assert.Equal(period.Number, calendar.PeriodOf(period.From!.Value).Number);
            Assert.Equal(period.Number - 1, calendar.PeriodOf(period.From.Value.AddTicks(-10)).Number);
            Assert.Equal(period.Number + 1, calendar.PeriodOf(period.To!.Value).Number);
            Assert.Equal(period.To, calendar.Period(period.Number + 1).From);
        }
    }

    [Fact]
    public void A_day_without_midnight_starts_at_its_first_instant()
    {
        // In São Paulo clocks went from 2017-10-14 23:59:59 (−03:00) to 2017-10-15 01:00 (−02:00).
        CohortCalendar days = TestFunnels.Calendar(CohortUnit.Day, "America/Sao_Paulo");
        DateTimeOffset first = new(2017, 10, 15, 3, 0, 0, TimeSpan.Zero);

        Assert.Equal("2017-10-14", days.PeriodOf(first.AddTicks(-10)).Label);
        Assert.Equal("2017-10-15", days.PeriodOf(first).Label);
        Assert.Equal(first, days.PeriodOf(first).From);
        Assert.Equal(TimeSpan.FromHours(23), days.PeriodOf(first).To - days.PeriodOf(first).From);
    }

    [Fact]
    public void A_day_with_two_midnights_starts_at_the_earlier_one()
    {
        // In São Paulo clocks went back from 2018-02-18 00:00 (−02:00) to 2018-02-17 23:00: the day before has 25 hours.
        CohortCalendar days = TestFunnels.Calendar(CohortUnit.Day, "America/Sao_Paulo");
        CohortPeriod saturday = days.PeriodOf(new DateTimeOffset(2018, 2, 17, 15, 0, 0, TimeSpan.Zero));

        Assert.Equal(TimeSpan.FromHours(25), saturday.To - saturday.From);
    }

    [Theory]
    [InlineData("2020-12-31", "2020-W53")]
    [InlineData("2021-01-03", "2020-W53")]
    [InlineData("2021-01-04", "2021-W01")]
    [InlineData("2018-12-31", "2019-W01")]
    [InlineData("1969-12-29", "1970-W01")]
    [InlineData("2101-01-02", "2100-W52")]
    public void Weeks_are_ISO_weeks(string day, string label) =>
        Assert.Equal(label, TestFunnels.Calendar(CohortUnit.Week, "UTC").PeriodOf(DateTimeOffset.Parse(day + "T12:00Z", CultureInfo.InvariantCulture)).Label);

    [Fact]
    public void Undated_has_its_own_place()
    {
        CohortPeriod period = TestFunnels.Calendar(CohortUnit.Month, "UTC").Period(TestFunnels.Calendar(CohortUnit.Month, "UTC").NumberOf(EventTime.Undated));

        Assert.Equal((true, "undated", null, null), (period.IsUndated, period.Label, period.From, period.To));
    }

    [Fact]
    public void The_first_and_the_last_time_have_periods()
    {
        foreach (CohortUnit unit in Enum.GetValues<CohortUnit>())
        {
            foreach (string zone in TestFunnels.Zones)
            {
                CohortCalendar calendar = TestFunnels.Calendar(unit, zone);
                Assert.True(calendar.PeriodOf(DateTimeOffset.MinValue).From <= DateTimeOffset.MinValue.AddDays(1));
                Assert.True(calendar.PeriodOf(DateTimeOffset.MaxValue).To >= DateTimeOffset.MaxValue.AddDays(-1));
            }
        }
    }

    [Theory]
    [InlineData(CohortUnit.Day, CohortUnit.Week, true)]
    [InlineData(CohortUnit.Day, CohortUnit.Month, true)]
    [InlineData(CohortUnit.Month, CohortUnit.Quarter, true)]
    [InlineData(CohortUnit.Quarter, CohortUnit.Year, true)]
    [InlineData(CohortUnit.Week, CohortUnit.Week, true)]
    [InlineData(CohortUnit.Week, CohortUnit.Month, false)]
    [InlineData(CohortUnit.Week, CohortUnit.Year, false)]
    [InlineData(CohortUnit.Year, CohortUnit.Month, false)]
    public void Only_units_that_divide_roll_up(CohortUnit fine, CohortUnit coarse, bool possible)
    {
        CohortCalendar from = TestFunnels.Calendar(fine, "Europe/Berlin");
        CohortCalendar to = TestFunnels.Calendar(coarse, "Europe/Berlin");

        Assert.Equal(possible, from.RollsUpTo(to));
        Assert.False(from.RollsUpTo(TestFunnels.Calendar(coarse, "UTC")));
        if (!possible)
            Assert.Contains("do not roll up", Assert.Throws<ArgumentException>(() => from.RollUp(24_000, to)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rolling_up_a_period_is_taking_the_coarser_period_of_its_times()
    {
        var random = new Random(11);
        foreach ((CohortUnit fine, CohortUnit coarse) in new[] { (CohortUnit.Day, CohortUnit.Week), (CohortUnit.Day, CohortUnit.Year), (CohortUnit.Month, CohortUnit.Quarter), (CohortUnit.Quarter, CohortUnit.Year) })
        {
            CohortCalendar from = TestFunnels.Calendar(fine, "America/Sao_Paulo");
            CohortCalendar to = TestFunnels.Calendar(coarse, "America/Sao_Paulo");
            Assert.All(Instants(random), at => Assert.Equal(to.PeriodOf(at).Number, from.RollUp(from.PeriodOf(at).Number, to)));
            Assert.Equal(CohortPeriod.UndatedNumber, from.RollUp(CohortPeriod.UndatedNumber, to));
        }
    }

    [Fact]
    public void Calendars_are_equal_by_unit_and_zone()
    {
        Assert.Equal(CohortCalendar.Of(CohortUnit.Year), CohortCalendar.Of(CohortUnit.Year, TimeZoneInfo.Utc));
        Assert.NotEqual(CohortCalendar.Of(CohortUnit.Year), CohortCalendar.Of(CohortUnit.Quarter));
        Assert.NotEqual(TestFunnels.Calendar(CohortUnit.Year, "UTC"), TestFunnels.Calendar(CohortUnit.Year, "Europe/Berlin"));
        Assert.Equal(CohortCalendar.Of(CohortUnit.Year).GetHashCode(), CohortCalendar.Of(CohortUnit.Year).GetHashCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => CohortCalendar.Of((CohortUnit)9));
    }

    private static List<DateTimeOffset> Instants(Random random)
    {
        var instants = new List<DateTimeOffset>();
        DateTimeOffset start = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int i = 0; i < 500; i++)
            instants.Add(start.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 365 * 350) / 10 * 10)); // to about 2250
        for (int year = 1968; year <= 2102; year += 2)
        {
            foreach (int month in new[] { 1, 3, 4, 10, 11 })
            {
                for (int hours = -14; hours <= 14; hours++)
                    instants.Add(new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours).AddTicks(random.Next(2) * -10));
            }
        }

        return instants;
    }

    private static string NaiveLabel(CohortUnit unit, DateTimeOffset local) => unit switch
    {
        CohortUnit.Day => $"{local.Year:D4}-{local.Month:D2}-{local.Day:D2}",
        CohortUnit.Week => $"{ISOWeek.GetYear(local.DateTime):D4}-W{ISOWeek.GetWeekOfYear(local.DateTime):D2}",
        CohortUnit.Month => $"{local.Year:D4}-{local.Month:D2}",
        CohortUnit.Quarter => $"{local.Year:D4}-Q{(local.Month + 2) / 3}",
        _ => $"{local.Year:D4}",
    };
}
