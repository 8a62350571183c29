using System.Security;

namespace SalesFunnel.Metrics;

/// <summary>A cohort calendar inside a state: unit and zone id.</summary>
internal static class CalendarCodec
{
    private const int MaxZoneLength = 100;
    private const int MaxKept = 32;

    // A calendar computes the starts of 130 years; snapshots that are read one after the other mostly share theirs.
    private static readonly Dictionary<(CohortUnit Unit, string Zone), CohortCalendar> s_kept = [];

    public static void Write(ref StateWriter writer, CohortCalendar? calendar)
    {
        writer.Byte(calendar is null ? (byte)0 : (byte)(calendar.Unit + 1));
        if (calendar is not null)
            writer.String(calendar.ZoneId);
    }

    /// <param name="reader">Where to read.</param>
    /// <param name="expected">The calendar to take when it has the unit and zone that are stored.</param>
    public static CohortCalendar? Read(ref StateReader reader, CohortCalendar? expected)
    {
        int start = reader.Position;
        byte unit = reader.Byte();
        if (unit == 0)
            return null;
        if (unit > (byte)CohortUnit.Year + 1)
            throw reader.Inconsistent("the unit of the calendar does not exist.", start);
        string zone = reader.String("the time zone");
        if (expected is not null && expected.Unit == (CohortUnit)(unit - 1) && string.Equals(expected.ZoneId, zone, StringComparison.Ordinal))
            return expected;
        lock (s_kept)
        {
            if (s_kept.TryGetValue(((CohortUnit)(unit - 1), zone), out CohortCalendar? known))
                return known;
        }

        CohortCalendar calendar = CohortCalendar.Of((CohortUnit)(unit - 1), Find(zone, start));
        lock (s_kept)
        {
            if (s_kept.Count == MaxKept)
                s_kept.Clear();
            s_kept[(calendar.Unit, zone)] = calendar;
        }

        return calendar;
    }

    private static TimeZoneInfo Find(string id, int at)
    {
        Exception? inner = null;
        try
        {
            // The system looks ids up as file names: nothing that leads out of its folder may get there.
            if (IsPlainId(id) && TimeZoneInfo.FindSystemTimeZoneById(id) is var zone && string.Equals(zone.Id, id, StringComparison.Ordinal))
                return zone;
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException)
        {
            inner = e;
        }

        string shown = id.Length > MaxZoneLength ? id[..MaxZoneLength] + "…" : id;
        throw new StateFormatException(StateFormatError.UnknownZone, at, $"this machine knows no time zone '{shown}'. Pass the calendar to Read, or install the time zone data.", inner);
    }

    private static bool IsPlainId(string id)
    {
        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+' or ' ' or '.' or '(' or ')'))
                return false;
        }

        return id.Length is > 0 and <= MaxZoneLength && id[0] != '/' && !id.Contains("..", StringComparison.Ordinal);
    }
}
