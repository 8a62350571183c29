using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>An example of docs/semantics.md: events of some deals, and the figures that they give.</summary>
internal sealed partial class DocumentedExample
{
    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("Examples")
        .Stage("A", StageRole.Awareness).Stage("I", StageRole.Interest).Stage("D", StageRole.Decision).Won("W");

    private static readonly WorkCalendar s_officeHours = WorkCalendar.Create().OpenMondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0)).Build();

    private readonly List<DealEvent> _events = [];
    private readonly List<(string Line, string Engine, DateTimeOffset? AsOf, string[] Figures)> _expectations = [];
    private readonly List<(string Line, DateTimeOffset? AsOf, StageTimeOptions Times, string[] Figures)> _times = [];
    private TimeSpan? _reopenWithin;
    private CohortCalendar? _calendar;

    public int FigureCount => _expectations.Sum(static e => e.Figures.Length) + _times.Sum(static e => e.Figures.Length);

    public static DocumentedExample Parse(string text)
    {
        var example = new DocumentedExample();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line == "cohorts by month")
                example._calendar = CohortCalendar.Of(CohortUnit.Month);
            else if (line.StartsWith("reopen-within ", StringComparison.Ordinal))
                example._reopenWithin = TimeSpan.FromDays(Number(line.Split(' ')[1]));
            else if (DealLine().Match(line) is { Success: true } deal)
                example._events.AddRange(deal.Groups["steps"].Value.Split(", ").Select(step => EventOf(Number(deal.Groups["deal"].Value), step)));
            else if (ExpectLine().Match(line) is { Success: true } expect)
                example._expectations.Add((line, expect.Groups["engine"].Value, expect.Groups["asOf"].Success ? Day(expect.Groups["asOf"].Value) : null, expect.Groups["figures"].Value.Split(", ")));
            else if (TimesLine().Match(line) is { Success: true } times)
                example._times.Add((line, times.Groups["asOf"].Success ? Day(times.Groups["asOf"].Value) : null, TimesOf(times.Groups["basis"].Value, times.Groups["hours"].Success), times.Groups["figures"].Value.Split(", ")));
            else
                throw new FormatException($"The line '{line}' is neither a deal, an option nor an expectation.");
        }

        return example;
    }

    /// <summary>Counts the events and describes every figure that differs from the page.</summary>
    public IEnumerable<string> Differences() => DifferencesOfSnapshots().Concat(DifferencesOfTimes());

    private IEnumerable<string> DifferencesOfSnapshots()
    {
        foreach ((string line, string engine, DateTimeOffset? asOf, string[] figures) in _expectations)
        {
            foreach ((string name, StageSnapshot snapshot) in Snapshots(engine, asOf))
            {
                foreach (string figure in figures)
                {
                    int space = figure.LastIndexOf(' ');
                    string found = FigureOf(snapshot, figure[..space]);
                    if (found != figure[(space + 1)..])
                        yield return $"'{line}': {name} gives {figure[..space]} {found}";
                }
            }
        }
    }

    private IEnumerable<string> DifferencesOfTimes()
    {
        foreach ((string line, DateTimeOffset? asOf, StageTimeOptions times, string[] figures) in _times)
        {
            VisitDurations durations = Log(asOf).VisitDurations(new LogCountOptions { Calendar = _calendar, ReopenWithin = _reopenWithin }, times);
            foreach (string[] words in figures.Select(static figure => figure.Split(' ')))
            {
                string found = Text(TimeFigure(durations, words[0], s_funnel.IndexOf(words[1])));
                if (found != words[2])
                    yield return $"'{line}': the log gives {words[0]} {words[1]} {found}";
            }
        }
    }

    private DealLog Log(DateTimeOffset? asOf)
    {
        var builder = new DealLogBuilder(s_funnel);
        foreach (DealEvent dealEvent in _events)
            builder.Add(dealEvent);
        DealLog log = builder.Build();
        return asOf is { } time ? log.AsOf(time) : log;
    }

    private IEnumerable<(string Name, StageSnapshot Snapshot)> Snapshots(string engine, DateTimeOffset? asOf)
    {
        if (engine != "log")
        {
            var tracker = new StageHistoryTracker(s_funnel, new TrackerOptions { Calendar = _calendar, ReopenWithin = _reopenWithin });
            foreach (DealEvent dealEvent in _events)
                tracker.Add(dealEvent);
            yield return ("the tracker", tracker.Snapshot(asOf ?? tracker.LastEventAt!.Value));
        }

        if (engine != "tracker")
            yield return ("the log", Log(asOf).Count(new LogCountOptions { Calendar = _calendar, ReopenWithin = _reopenWithin }));
    }

    private static DealEvent EventOf(long deal, string step)
    {
        Match match = Step().Match(step);
        if (!match.Success)
            throw new FormatException($"The step '{step}' cannot be read.");
        DateTimeOffset? at = match.Groups["day"].Success ? Day(match.Groups["day"].Value) : null;
        long? seq = match.Groups["seq"].Success ? Number(match.Groups["seq"].Value) : null;
        string value = match.Groups["value"].Value;
        return match.Groups["what"].Value switch
        {
            "won" => DealEvent.Won(deal, at, seq: seq),
            "lost" => DealEvent.Lost(deal, at, seq: seq),
            "amount" => DealEvent.Amount(deal, at, Number(value), seq),
            "segment" => DealEvent.SegmentOf(deal, at, 0, Number(value), seq),
            "customer" => DealEvent.Customer(deal, at, Number(value), seq),
            "close-date" => DealEvent.CloseDate(deal, at, at!.Value.AddDays(30), seq),
            "hold" => DealEvent.Hold(deal, at, seq),
            "resume" => DealEvent.Resume(deal, at, seq),
            "delete" => DealEvent.Deleted(deal, at, seq),
            "stage-9" => DealEvent.Enter(deal, at, 9, seq: seq),
            var stage when s_funnel.IndexOf(stage) is var index and >= 0 => DealEvent.Enter(deal, at, index, seq: seq),
            var what => throw new FormatException($"The step '{step}' has the unknown kind '{what}'."),
        };
    }

    private static string FigureOf(StageSnapshot s, string figure)
    {
        string[] words = figure.Split(' ');
        string name = words[0];
        if (words is [_, "of", var segment])
            return FigureOf(s.Segment(segment == "none" ? SegmentValue.None : Number(segment)), name);
        if (words is [_, "in", var period])
            return FigureOf(s.Cohorts.Single(c => c.Period.Label == period).Snapshot, name);
        return words is [_, var stage] ? Text(StageFigure(s, name, s_funnel.IndexOf(stage))) : SnapshotFigure(s, name);
    }

    private static StageTimeOptions TimesOf(string basis, bool inOfficeHours) => new()
    {
        WorkCalendar = inOfficeHours ? s_officeHours : null,
        Basis = basis switch
        {
            "per-visit" => StageTimeBasis.PerVisit,
            "per-deal" => StageTimeBasis.PerDeal,
            "first-visit" => StageTimeBasis.FirstVisit,
            "latest-visit" => StageTimeBasis.LatestVisit,
            "to-later-stage" => StageTimeBasis.ToLaterStage,
            _ => throw new FormatException($"There is no basis '{basis}'."),
        },
    };

    private static decimal TimeFigure(VisitDurations durations, string name, int stage) => name switch
    {
        "ended" => durations.Count(stage),
        "hours" => (decimal)durations.TotalMicros(stage) / 3_600_000_000,
        "open" => durations.StillOpen(stage),
        "open-hours" => (decimal)durations.TotalMicros(stage, VisitEnd.StillOpen) / 3_600_000_000,
        "untimed" => durations.Untimed(stage),
        "onward" => durations.Count(stage, VisitEnd.Onward),
        "back" => durations.Count(stage, VisitEnd.Back),
        "lost" => durations.Count(stage, VisitEnd.Lost),
        "won" => durations.Count(stage, VisitEnd.Won),
        _ => throw new FormatException($"There is no figure '{name}' of the times in a stage."),
    };

    private static decimal StageFigure(StageSnapshot s, string name, int stage) => name switch
    {
        "reached" => s.Reached(stage),
        "touched" => s.Touched(stage),
        "strict" => s.Strict(stage),
        "visits" => s.Visits(stage),
        "untimed" => s.UntimedVisits(stage),
        "in-stage" => s.InStageNow(stage),
        "lost-at-furthest" => s.LostAtFurthest(stage),
        "open-at-furthest" => s.OpenAtFurthest(stage),
        "lost-from" => s.LostFrom(stage),
        "regressed-deals" => s.RegressedDeals(stage),
        "regress-moves" => s.RegressMoves(stage),
        "completed" => s.TimeInStage(stage).Completed,
        "hours" => (decimal)s.CompletedTimes(stage).TotalMicros / 3_600_000_000,
        "still-open" => s.TimeInStage(stage).StillOpen,
        "open-hours" => (decimal)s.Times(stage, VisitEnd.StillOpen).TotalMicros / 3_600_000_000,
        _ => throw new FormatException($"There is no figure '{name}' of a stage."),
    };

    private static string SnapshotFigure(StageSnapshot s, string name) => name switch
    {
        "leads" => Text(s.Leads),
        "won" => Text(s.Won),
        "lost" => Text(s.Lost),
        "open" => Text(s.Open),
        "ever-won" => Text(s.EverWon),
        "reopened-deals" => Text(s.ReopenedDeals),
        "reopenings" => Text(s.Reopenings),
        "won-amount" => Text(s.WonAmount),
        "priced" => Text(s.PricedWonDeals),
        "amount-edits-after-win" => Text(s.AmountEditsAfterWin),
        "repeats" => Text(s.Repeats),
        "not-used" => Text(s.NotUsed),
        "deleted" => Text(s.DeletedDeals),
        "rejected" => Text(s.Rejections.Total),
        "late" => Text(s.Rejections.CountOf(RejectReason.Late)),
        "duplicate" => Text(s.Rejections.CountOf(RejectReason.Duplicate)),
        "impossible" => Text(s.Rejections.CountOf(RejectReason.Impossible)),
        "unknown-stage" => Text(s.Rejections.CountOf(RejectReason.UnknownStage)),
        "reopen-too-late" => Text(s.Rejections.CountOf(RejectReason.ReopenTooLate)),
        "partial" => s.IsPartial ? "yes" : "no",
        "input-order" => s.UsesInputOrder ? "yes" : "no",
        _ => throw new FormatException($"There is no figure '{name}'."),
    };

    private static string Text(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static DateTimeOffset Day(string day) => new DateTimeOffset(2025, 12, 31, 12, 0, 0, TimeSpan.Zero).AddDays(Number(day));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<deal>\d+): (?<steps>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex DealLine();

    [GeneratedRegex(@"^(as of d(?<asOf>\d+) )?((?<engine>log|tracker) )?=> (?<figures>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ExpectLine();

    [GeneratedRegex(@"^(as of d(?<asOf>\d+) )?times (?<basis>[\w-]+)(?<hours> in office-hours)? => (?<figures>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TimesLine();

    [GeneratedRegex(@"^(?<what>[\w-]+)( (?<value>\d+))? (d(?<day>\d+)|undated)( #(?<seq>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();
}
