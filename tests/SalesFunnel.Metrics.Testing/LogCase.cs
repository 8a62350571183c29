using System.Globalization;
using System.Text;

namespace SalesFunnel.Metrics.Testing;

/// <summary>One generated situation: a funnel, events in input order, and how to count them.</summary>
/// <param name="Definition">The funnel.</param>
/// <param name="Events">The rows in input order, good and bad ones.</param>
/// <param name="Calendar">The cohorts; null = one cohort.</param>
/// <param name="ReopenWithin">The limit of re-opening; null = none.</param>
/// <param name="Rule">The counting rule.</param>
/// <param name="AsOfTimes">Times to look at the log from, in no order; at least one.</param>
public sealed record LogCase(
    FunnelDefinition Definition,
    IReadOnlyList<DealEvent> Events,
    CohortCalendar? Calendar,
    TimeSpan? ReopenWithin,
    CountingRule Rule,
    IReadOnlyList<DateTimeOffset> AsOfTimes)
{
    /// <summary>A time at or after every event.</summary>
    public DateTimeOffset End => Events
        .Where(e => e.AtUnixMicros != EventTime.Undated && EventTime.IsRepresentable(e.AtUnixMicros))
        .Select(e => EventTime.FromUnixMicros(e.AtUnixMicros))
        .Concat(AsOfTimes).Max();

    public bool HasDeletions => Events.Any(e => e.Kind is DealEventKind.Deleted or DealEventKind.MergedInto);

    public LogCase With(IEnumerable<DealEvent> events) => this with { Events = events.ToArray() };

    /// <summary>The events up to a time, undated ones included; rows whose time cannot be held count at every time.</summary>
    public LogCase UpTo(DateTimeOffset time)
    {
        long micros = EventTime.ToUnixMicros(time);
        return With(Events.Where(e => e.AtUnixMicros <= micros || !EventTime.IsRepresentable(e.AtUnixMicros)));
    }

    /// <summary>As a log would read it: each deal's events by (time, seq, input order), the rows of all deals by the same.</summary>
    public LogCase Sorted() => With(Events.Select((e, i) => (e, i)).OrderBy(x => x.e.AtUnixMicros).ThenBy(x => x.e.Seq).ThenBy(x => x.i).Select(x => x.e));

    /// <summary>Only rows that carry a seq, and no two of one deal with the same time and seq: their input order says nothing.</summary>
    public LogCase WithUniqueSeqs() => With(Events.Select((e, i) => e.Seq == DealEvent.NoSeq ? e with { Seq = i } : e).DistinctBy(e => (e.Entity, e.AtUnixMicros, e.Seq)));

    public LogCase WithoutDeletions() => With(Events.Where(e => e.Kind is not (DealEventKind.Deleted or DealEventKind.MergedInto)));

    public OracleOptions OracleOptions(bool asLog) => new() { AsLog = asLog, Calendar = Calendar, ReopenWithin = ReopenWithin };

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Definition.Stages.Count} stages, {Definition.Dimensions.Count} dimensions, rule {Rule}, calendar {Calendar?.ToString() ?? "none"}, reopen within {ReopenWithin?.ToString() ?? "ever"}\n");
        foreach (DealEvent e in Events)
            text.Append("  ").Append(Describe(e)).Append('\n');
        return text.Append("as of ").AppendJoin(", ", AsOfTimes.Select(t => t.ToString("O", CultureInfo.InvariantCulture))).ToString();
    }

    private static string Describe(DealEvent e)
    {
        string at = e.AtUnixMicros == EventTime.Undated ? "undated"
            : EventTime.IsRepresentable(e.AtUnixMicros) ? EventTime.FromUnixMicros(e.AtUnixMicros).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
            : e.AtUnixMicros.ToString(CultureInfo.InvariantCulture);
        static string Optional(string name, long value) => value == DealEvent.NoValue ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" {name} {value}");
        return string.Create(CultureInfo.InvariantCulture, $"deal {e.Entity} {at} {e.Kind} {e.Stage}{Optional("value", e.Value)}{Optional("segment", e.Segment)}{Optional("seq", e.Seq)}");
    }
}
