using System.Globalization;
using System.Text;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>Times and amounts have short ways for how they are mostly written; every text must read as the long way reads it.</summary>
public class TextReadingTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")] // its summer time is half an hour
    [InlineData("Pacific/Apia")] // without 2011-12-30
    [InlineData("Africa/Casablanca")]
    [InlineData("Asia/Pyongyang")]
    public void Local_times_of_every_day_are_the_instants_of_their_zone(string zoneId)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        DateTime start = new(2011, 1, 1);
        List<DateTime> locals = [.. Enumerable.Range(0, 24_000).Select(i => start.AddMinutes(i * 37L)), .. Enumerable.Range(0, 400).Select(i => start.AddDays(i))];
        locals.AddRange([DateTime.MinValue, new DateTime(1, 1, 2), new DateTime(9999, 12, 31, 23, 59, 59), new DateTime(2018, 5, 4, 23, 45, 0), new DateTime(1969, 12, 31, 23, 59, 59)]);
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd't'HH:mm:ss'.000'"];
        FunnelData data = Read([.. locals.Select((local, i) => (local.TimeOfDay == TimeSpan.Zero && local.Second % 3 == 0 && i % 3 == 0 ? local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : local.ToString(formats[i % 4], CultureInfo.InvariantCulture), ""))], zone);

        (long doubled, long skipped) = (0, 0);
        var expected = new Dictionary<long, DateTimeOffset>();
        for (int i = 0; i < locals.Count; i++)
        {
            DateTime local = i % 4 == 2 ? locals[i].AddSeconds(-locals[i].Second) : locals[i];
            expected[i] = EventTime.FromUnixMicros(EventTime.ToUnixMicros(EventTime.FromLocal(local, zone, out LocalTimeReading reading)));
            doubled += reading == LocalTimeReading.Twice ? 1 : 0;
            skipped += reading == LocalTimeReading.Skipped ? 1 : 0;
        }

        Assert.Equal((doubled, skipped, 0L), (data.Summary.DoubledLocalTimes, data.Summary.SkippedLocalTimes, data.Summary.TotalDefects));
        Assert.Equal(expected, data.Log.Wins().ToDictionary(static w => w.Entity, static w => w.At!.Value));
        Assert.Equal(zoneId is "Europe/Berlin" or "America/St_Johns" or "Australia/Lord_Howe" or "Pacific/Apia", doubled + skipped > 0);
    }

    [Theory]
    [InlineData("2024-02-30T10:00:00")]
    [InlineData("2024-02-28T24:00:00")]
    [InlineData("2024-02-28T10:60:00")]
    [InlineData("2024-02-28T10:00:60")]
    [InlineData("2024-02-28T1:00:000")]
    [InlineData("2024-02-28T10-00-00")]
    [InlineData("2024-02-28X10:00")]
    [InlineData("2024/02/28 10:00")]
    [InlineData("0000-02-28 10:00")]
    [InlineData("2024-02-28T10:00:0١")]
    public void A_wrong_time_stays_wrong(string text) => Assert.Equal(1, Read([("2024-02-28", ""), (text, "")], TimeZoneInfo.Utc).Summary.CountOf(RowDefect.BadDate));

    [Theory]
    [InlineData("0")]
    [InlineData("007")]
    [InlineData("12.5")]
    [InlineData("12.0500")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-3.25")]
    [InlineData("+4")]
    [InlineData("99999999999999")]
    [InlineData("99999999999999.9999")]
    [InlineData("100000000000000.1")]
    [InlineData("922337203685477.5807")]
    [InlineData("1.20000000")]
    public void An_amount_is_what_a_decimal_says(string text)
    {
        FunnelData data = Read([("2024-02-28", text)], TimeZoneInfo.Utc);

        Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), Assert.Single(data.Log.Wins()).Amount);
    }

    [Theory]
    [InlineData("1.23456")]
    [InlineData("922337203685477.5808")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e3")]
    [InlineData("1.2.3")]
    [InlineData("1_000")]
    [InlineData("١٢")]
    public void A_wrong_amount_stays_wrong(string text) => Assert.Equal(1, Read([("2024-02-28", text)], TimeZoneInfo.Utc).Summary.CountOf(RowDefect.BadAmount));

    private static FunnelData Read(IReadOnlyList<(string Time, string Amount)> rows, TimeZoneInfo zone)
    {
        using var folder = new TempFolder();
        var text = new StringBuilder("id,stage,at,amount\n");
        for (int i = 0; i < rows.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"d{i},Won,{rows[i].Time},{rows[i].Amount}\n");
        folder.Write("log.csv", text.ToString());
        return FunnelReader.Read(new FunnelMapping
        {
            Name = "Texts",
            Stages = [new MappedStage("Lead"), new MappedStage("Won")],
            Log = new LogTable("log.csv", "id", "stage", "at") { Amount = "amount" },
            Folder = folder.FullPath,
            TimeZone = zone,
            DecimalSeparator = '.',
        });
    }
}
