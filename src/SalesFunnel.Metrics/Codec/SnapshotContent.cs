namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved snapshot.</summary>
internal readonly struct SnapshotContent : IStateContent<StageSnapshot>
{
    public static byte Kind => StateFrame.SnapshotKind;

    [Flags]
    private enum Flags : byte
    {
        None = 0,
        UsesInputOrder = 1,
        IsPartial = 2,
        HasFullHistory = 4,
    }

    public static void Write(ref StateWriter writer, StageSnapshot state)
    {
        SnapshotHeader header = state.Header;
        DefinitionCodec.Write(ref writer, header.Definition);
        CalendarCodec.Write(ref writer, header.Calendar);
        writer.Byte((byte)state.Rule);
        writer.Byte((byte)header.Attribution);
        writer.Byte((byte)((header.UsesInputOrder ? Flags.UsesInputOrder : 0) | (header.IsPartial ? Flags.IsPartial : 0) | (header.HasFullHistory ? Flags.HasFullHistory : 0)));
        writer.UInt64((ulong)header.AsOfMicros);
        writer.Number(header.Events);
        writer.Number(header.Tally.Repeats);
        writer.Number(header.Tally.NotUsed);
        writer.Number(header.Tally.AmountEditsAfterWin);
        writer.Number(header.Tally.Deleted);
        writer.Number(header.Tally.Merged);
        PartitionCodec.Write(ref writer, header.Partitions);
        WriteRejections(ref writer, header.Rejections);
        new CellCodec(header.Definition, header.Calendar, header.Layout).Write(ref writer, state.Cells);
    }

    public static StageSnapshot Read(ReadOnlySpan<byte> state, FunnelDefinition? expected, CohortCalendar? calendar)
    {
        var reader = new StateReader(state, StateFrame.Length);
        FunnelDefinition definition = DefinitionCodec.Read(ref reader);
        if (expected is not null && expected.Fingerprint != definition.Fingerprint)
            throw NotExpected(StateFrame.Length, "funnel", definition.ToString(), expected.ToString());
        int calendarAt = reader.Position;
        CohortCalendar? stored = CalendarCodec.Read(ref reader, calendar);
        if (calendar is not null && !calendar.Equals(stored))
            throw NotExpected(calendarAt, "cohort calendar", stored?.ToString() ?? "none", calendar.ToString());
        var rule = (CountingRule)reader.Byte();
        var attribution = (SegmentAttribution)reader.Byte();
        var flags = (Flags)reader.Byte();
        if (!Enum.IsDefined(rule) || !Enum.IsDefined(attribution) || flags > (Flags.UsesInputOrder | Flags.IsPartial | Flags.HasFullHistory))
            throw reader.Inconsistent("the rule, the attribution or a flag does not exist.");
        long asOf = (long)reader.UInt64();
        if (asOf == EventTime.Undated || !EventTime.IsRepresentable(asOf))
            throw reader.Inconsistent("the as-of time is outside the years 1 to 9999.");
        long events = reader.Number(CellChecks.MaxEvents, "the number of events");
        var tally = new EventTally(
            reader.Number(events, "the number of repeats"),
            reader.Number(events, "the number of events not used"),
            reader.Number(events, "the number of amounts after a win"),
            reader.Number(events, "the number of deleted deals"),
            reader.Number(events, "the number of merged deals"));
        Partition[] partitions = PartitionCodec.Read(ref reader);
        Rejections rejections = ReadRejections(ref reader, events);
        var layout = new CellLayout(definition.Stages.Count);
        SnapshotCell[] cells = new CellCodec(definition, stored, layout).Read(ref reader, events);
        if (reader.Left > 0)
            throw reader.Inconsistent("something follows the last cell.");
        var header = new SnapshotHeader
        {
            Definition = expected ?? definition,
            Layout = layout,
            AsOfMicros = asOf,
            Calendar = stored,
            Attribution = attribution,
            Partitions = partitions,
            Events = events,
            UsesInputOrder = (flags & Flags.UsesInputOrder) != 0,
            IsPartial = (flags & Flags.IsPartial) != 0,
            HasFullHistory = (flags & Flags.HasFullHistory) != 0,
            Tally = tally,
            Rejections = rejections,
        };
        return new StageSnapshot(header, rule, cells);
    }

    private static StateFormatException NotExpected(int at, string what, string found, string expected) => new(
        StateFormatError.NotExpected, at, $"its {what} is {found}, expected {expected}. Read it without naming one to see what it holds, or count again.");

    private static void WriteRejections(ref StateWriter writer, Rejections rejections)
    {
        writer.Byte((byte)rejections.Count);
        foreach (RejectedEvents item in rejections)
        {
            writer.Byte((byte)item.Reason);
            writer.Number(item.Count);
            writer.Byte((byte)item.SamplePositions.Count);
            long previous = 0;
            foreach (long position in item.SamplePositions)
            {
                writer.Number(position - previous);
                previous = position;
            }
        }
    }

    private static Rejections ReadRejections(ref StateReader reader, long events)
    {
        var items = new RejectedEvents[reader.Byte()];
        long left = events;
        for (int i = 0; i < items.Length; i++)
        {
            var reason = (RejectReason)reader.Byte();
            if (!Enum.IsDefined(reason) || (i > 0 && reason <= items[i - 1].Reason))
                throw reader.Inconsistent("the reasons of rejection do not exist, or are not in ascending order.");
            long count = reader.Number(left, "the number of rejected events");
            left -= count;
            var positions = new long[reader.Byte()];
            if (count == 0 || positions.Length > Math.Min(count, Rejections.MaxSamples))
                throw reader.Inconsistent("a reason has no rejected event, or more sample positions than rejected events or places.");
            long position = 0;
            for (int sample = 0; sample < positions.Length; sample++)
                positions[sample] = position += reader.Number(long.MaxValue - position, "a sample position");
            items[i] = new RejectedEvents(reason, count, positions.AsReadOnly());
        }

        return items.Length == 0 ? Rejections.None : new Rejections(items);
    }
}
