namespace SalesFunnel.Metrics.Data;

/// <summary>Reads a file of events. A wrong row is left out, counted by <see cref="RowDefect"/> and kept as a sample; nothing is dropped without a count.</summary>
public static class SequenceReader
{
    private const int RowsPerCheck = 1 << 16;

    /// <summary>Reads all events, in memory: about 25 bytes an event and each id once.</summary>
    /// <param name="table">The file and its columns.</param>
    /// <param name="definition">The sequence; its names of events are compared as they are written, all others are foreign events.</param>
    /// <param name="options">Strictness; lenient when not given.</param>
    /// <param name="cancellationToken">Checked about every 65,536 rows.</param>
    /// <exception cref="FunnelDataException">The file or a column is missing, the file is damaged, its dates fit several orders of day and month, or, in strict mode, a row is wrong.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SequenceData Read(SequenceTable table, SequenceDefinition definition, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(definition);
        foreach (string format in table.DateFormats.Where(static f => !MomentText.IsSpecial(f)))
        {
            if (TimeText.WrongFormat(format) is { } wrong)
                throw new FunnelDataException($"--dates: {wrong}");
        }

        var moments = new MomentText(table.DateFormats.Count > 0 ? table.DateFormats : Formats(table, cancellationToken), table.TimeZone);
        var issues = new IssueLog(options?.Strict ?? false);
        var events = new SequenceColumnsBuilder();
        using CsvTable file = Open(table);
        SequenceColumns columns = SequenceColumns.Of(file, table);
        long blank = 0;
        while (Next(file, ref blank, cancellationToken))
        {
            if (RowShape.IsRight(file, issues))
                Add(file, columns, definition, moments, issues, events);
        }

        return new SequenceData(events, new ReadSummary
        {
            Files = [new FileSummary(file.Name, file.Rows - blank, events.Count)],
            Formats = [file.Format],
            Defects = issues.ToCounts(),
            DoubledLocalTimes = moments.DoubledLocalTimes,
            SkippedLocalTimes = moments.SkippedLocalTimes,
        });
    }

    private static CsvTable Open(SequenceTable table) => new(table.File, Path.GetFileName(table.File), new FunnelMapping { Name = "events", Stages = [] });

    private static bool Next(CsvTable file, ref long blank, CancellationToken cancellation)
    {
        while (file.Read())
        {
            if ((file.Rows & (RowsPerCheck - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (!file.IsBlank || file.Header.Count == 1)
                return true;
            blank++;
        }

        cancellation.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>How the file writes its times: all of them are looked at, so that the order of day and month does not hang on the first ones.</summary>
    private static IReadOnlyList<string> Formats(SequenceTable table, CancellationToken cancellation)
    {
        using CsvTable file = Open(table);
        int time = SequenceColumns.Of(file, table).Time;
        var votes = new DateFormatVotes(file.Header[time]);
        long blank = 0;
        while (Next(file, ref blank, cancellation))
        {
            if (time < file.FieldCount)
                votes.Add(file.Field(time));
        }

        if (votes.MonthFirstFits > 0 && votes.DayFirstFits == votes.MonthFirstFits)
        {
            throw new FunnelDataException(
                $"{file.Name}: nobody can tell day from month. Every date that begins with either, such as '{votes.Sample}' in the column '{votes.Column}', fits day/month/year and month/day/year. Say which: --dates d/M/yyyy or --dates M/d/yyyy, with the time of day behind it where there is one (\"d/M/yyyy H:mm\").");
        }

        return DateFormatChoice.Of(file.Name, [votes]).Formats;
    }

    private static void Add(CsvTable file, SequenceColumns columns, SequenceDefinition definition, MomentText moments, IssueLog issues, SequenceColumnsBuilder events)
    {
        ReadOnlySpan<char> entity = file.Field(columns.Entity);
        ReadOnlySpan<char> name = file.Field(columns.Event);
        ReadOnlySpan<char> time = file.Field(columns.Time);
        if (entity.IsEmpty)
            issues.Add(RowDefect.MissingId, file, columns.Entity, "the id of the entity");
        else if (name.IsEmpty)
            issues.Add(RowDefect.MissingEvent, file, columns.Event, "the name of the event");
        else if (time.IsEmpty)
            issues.Add(RowDefect.MissingDate, file, columns.Time, moments.Expected);
        else if (!moments.TryRead(time, out long at))
            issues.Add(RowDefect.BadDate, file, columns.Time, moments.Expected);
        else
            events.Add(entity, at, definition.TypeOf(name), columns.By >= 0 ? file.Field(columns.By) : default);
    }
}
