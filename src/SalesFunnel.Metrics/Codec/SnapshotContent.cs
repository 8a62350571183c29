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
        FunnelCodec.Write(ref writer, header.Definition, header.Calendar);
        writer.Byte((byte)state.Rule);
        writer.Byte((byte)header.Attribution);
        writer.Byte((byte)((header.UsesInputOrder ? Flags.UsesInputOrder : 0) | (header.IsPartial ? Flags.IsPartial : 0) | (header.HasFullHistory ? Flags.HasFullHistory : 0)));
        writer.UInt64((ulong)header.AsOfMicros);
        writer.Number(header.Events);
        TallyCodec.Write(ref writer, header.Tally);
        PartitionCodec.Write(ref writer, header.Partitions);
        RejectionsCodec.Write(ref writer, header.Rejections);
        new CellCodec(header.Definition, header.Calendar, header.Layout).Write(ref writer, state.Cells);
    }

    public static StageSnapshot Read(ReadOnlySpan<byte> state, FunnelDefinition? expected, CohortCalendar? calendar)
    {
        var reader = new StateReader(state, StateFrame.Length);
        (FunnelDefinition definition, CohortCalendar? stored) = FunnelCodec.Read(ref reader, expected, calendar);
        var rule = (CountingRule)reader.Byte();
        var attribution = (SegmentAttribution)reader.Byte();
        var flags = (Flags)reader.Byte();
        if (!Enum.IsDefined(rule) || !Enum.IsDefined(attribution) || flags > (Flags.UsesInputOrder | Flags.IsPartial | Flags.HasFullHistory))
            throw reader.Inconsistent("the rule, the attribution or a flag does not exist.");
        long asOf = (long)reader.UInt64();
        if (asOf == EventTime.Undated || !EventTime.IsRepresentable(asOf))
            throw reader.Inconsistent("the as-of time is outside the years 1 to 9999.");
        long events = reader.Number(CellChecks.MaxEvents, "the number of events");
        EventTally tally = TallyCodec.Read(ref reader, events);
        Partition[] partitions = PartitionCodec.Read(ref reader);
        Rejections rejections = RejectionsCodec.Read(ref reader, events);
        var layout = new CellLayout(definition.Stages.Count);
        SnapshotCell[] cells = new CellCodec(definition, stored, layout).Read(ref reader, events);
        if (reader.Left > 0)
            throw reader.Inconsistent("something follows the last cell.");
        var header = new SnapshotHeader
        {
            Definition = definition,
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
}
