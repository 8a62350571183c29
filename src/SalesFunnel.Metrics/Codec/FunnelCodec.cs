namespace SalesFunnel.Metrics;

/// <summary>What a state is about: funnel and cohort calendar, held against what the caller expects.</summary>
internal static class FunnelCodec
{
    public static void Write(ref StateWriter writer, FunnelDefinition definition, CohortCalendar? calendar)
    {
        DefinitionCodec.Write(ref writer, definition);
        CalendarCodec.Write(ref writer, calendar);
    }

    /// <returns>The expected funnel, with its present labels, when there is one; and the calendar.</returns>
    /// <param name="reader">Where to read.</param>
    /// <param name="expected">The funnel that is expected; <c>null</c> = whatever was saved.</param>
    /// <param name="calendar">The calendar that is expected; <c>null</c> = whatever was saved.</param>
    public static (FunnelDefinition Definition, CohortCalendar? Calendar) Read(ref StateReader reader, FunnelDefinition? expected, CohortCalendar? calendar)
    {
        FunnelDefinition definition = DefinitionCodec.Read(ref reader);
        if (expected is not null && expected.Fingerprint != definition.Fingerprint)
            throw NotExpected(StateFrame.Length, "funnel", definition.ToString(), expected.ToString());
        int calendarAt = reader.Position;
        CohortCalendar? stored = CalendarCodec.Read(ref reader, calendar);
        if (calendar is not null && !calendar.Equals(stored))
            throw NotExpected(calendarAt, "cohort calendar", stored?.ToString() ?? "none", calendar.ToString());
        return (expected ?? definition, stored);
    }

    private static StateFormatException NotExpected(int at, string what, string found, string expected) => new(
        StateFormatError.NotExpected, at, $"its {what} is {found}, expected {expected}. Read it without naming one to see what it holds, or count again.");
}
