namespace SalesFunnel.Metrics.Data;

/// <summary>Checks the files of a mapping: what cannot be used, what is odd, and what it does to the figures.</summary>
/// <remarks>The files are read twice: once as for a report, and once row by row for the rules that look at single fields. Memory grows with the events of the log, as for a
/// report, with 8 bytes a row and about a hundred bytes a deal.</remarks>
public static class HygieneCheck
{
    private const long MinStaleMicros = 90L * 86_400_000_000;

    /// <summary>Checks everything.</summary>
    /// <param name="mapping">What to read and how.</param>
    /// <param name="options">The time of the check, and progress.</param>
    /// <param name="cancellationToken">Checked about every 65,536 rows.</param>
    /// <exception cref="FunnelDataException">A file or column is missing, or a file is damaged.</exception>
    /// <exception cref="MappingException">The mapping was made in code and is not valid.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static HygieneReport Run(FunnelMapping mapping, HygieneOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        options ??= new HygieneOptions();
        FunnelData data = FunnelReader.Read(mapping, new ReadOptions { Progress = options.Progress }, cancellationToken);
        var findings = new FindingLog();
        foreach (DefectCount defect in data.Summary.Defects)
        {
            foreach (RowIssue issue in defect.Samples)
                findings.Add(defect.Defect.ToString(), new HygieneSample(issue.File, issue.Line, issue.Column, issue.Value), 0);
            findings.Count(defect.Defect.ToString(), defect.Count);
        }

        var deals = new DealTraces();
        var times = new TimeRules(findings, options.AsOf);
        (bool hasOwner, bool hasAmount) = mapping.Log is { } log
            ? new LogHygiene(mapping, findings, deals, times).Read(log, options, cancellationToken)
            : new ListHygiene(mapping, findings, deals, times).Read(mapping.Deals!, options, cancellationToken);
        if (mapping is { Log: not null, Deals: { } table })
        {
            (bool ownerThere, bool amountThere) = new DealsHygiene(mapping, findings, deals).Read(table, options, cancellationToken);
            (hasOwner, hasAmount) = (hasOwner || ownerThere, hasAmount || amountThere);
        }

        times.ReportBulk(mapping.MainFile, mapping.Log?.EnteredAt);
        var totals = new DealRules(mapping, data, findings, deals).Check(times.LastAt, hasOwner, hasAmount, MinStaleMicros);
        var context = new HygieneContext
        {
            Findings = findings,
            AllRows = data.Summary.Files.Sum(static f => f.Rows),
            Deals = totals.All,
            Won = totals.Won,
            Open = totals.Open,
            Changes = times.Changes + findings.CountOf(HygieneRules.DateInFuture),
            AsOf = options.AsOf,
            LastEventAt = times.LastAt == EventTime.Undated ? null : TimeZoneInfo.ConvertTime(EventTime.FromUnixMicros(times.LastAt), mapping.TimeZone),
        };
        return Report(mapping, data, context, totals, NotChecked(options, hasOwner, hasAmount));
    }

    private static HygieneReport Report(FunnelMapping mapping, FunnelData data, HygieneContext context, (long All, long Won, long Lost, long Open) totals, Dictionary<string, string> notChecked)
    {
        string[] rules = [.. Enum.GetNames<RowDefect>().Union(HygieneRules.All)];
        return new HygieneReport
        {
            Mapping = mapping,
            Files = data.Summary.Files,
            Formats = data.Summary.Formats,
            AsOf = context.AsOf,
            LastEventAt = context.LastEventAt,
            Deals = totals,
            Findings = [.. rules.Where(rule => context.CountOf(rule) > 0).Select(rule => Finding(rule, context))],
            Clean = [.. rules.Where(rule => context.CountOf(rule) == 0 && !notChecked.ContainsKey(rule))],
            NotChecked = [.. notChecked.Select(static n => $"{n.Key}: {n.Value}")],
        };
    }

    private static HygieneFinding Finding(string rule, HygieneContext context)
    {
        (string meaning, string effect) = HygieneTexts.Of(rule, context);
        (long of, string unit) = context.TotalOf(rule);
        return new HygieneFinding(rule, meaning, context.CountOf(rule), of, unit, effect, context.Findings.SamplesOf(rule));
    }

    private static Dictionary<string, string> NotChecked(HygieneOptions options, bool hasOwner, bool hasAmount)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (options.AsOf is null)
            reasons[HygieneRules.DateInFuture] = "no time of the check was given";
        if (!hasAmount)
            reasons[HygieneRules.NoAmountOnWon] = "no column with amounts is mapped";
        if (!hasOwner)
            reasons[HygieneRules.NoOwner] = "no column with an owner was recognised";
        return reasons;
    }
}
