namespace SalesFunnel.Metrics.Reporting;

/// <summary>Lays a report out as a page that is read from the top: headline, funnel, rates, stages, money, parts, what was left out.</summary>
internal static class ReportPage
{
    public static IEnumerable<Block> Of(FunnelReport report)
    {
        StageSnapshot snapshot = report.Total.Snapshot;
        yield return new TitleBlock(TextWidth.OneLine(report.Definition.Name));
        yield return new ParagraphBlock($"As of {AsOfText.Of(report.AsOf, report.Options.Zone, report.AsOfIsLastEvent)}. {RuleText(report.Options.Rule)}");
        yield return new HeadlineBlock(
        [
            ("Leads", FigureText.Count(snapshot.Leads)),
            ("Won", FigureText.Count(snapshot.Won)),
            ("Overall conversion", FigureText.Percent(snapshot.OverallConversionRate.Value)),
            ("Revenue", snapshot.PricedWonDeals == 0 && snapshot.Won > 0 ? "not known" : FigureText.Money(snapshot.WonAmount)),
            ("Lost", FigureText.Count(snapshot.Lost)),
            ("Still open", FigureText.Count(snapshot.Open)),
        ]);

        yield return new HeadingBlock("Funnel");
        yield return new DrawingBlock(FunnelDrawing.Lines(report.Total));
        if (!snapshot.HasFullHistory)
            yield return new ParagraphBlock("The source tells where deals stand, not every stage that they went through. Leads and outcomes are exact; the counts of the stages between are lower bounds, and so are rates between them (status LowerBound).");

        foreach (Block block in LeakPage.Of(report))
            yield return block;
        foreach (Block block in report.Change is { } change ? ChangePage.Of(change) : [])
            yield return block;
        yield return new HeadingBlock("Conversion");
        yield return StageTables.Rates(report);
        yield return new HeadingBlock("Conversion by time, open deals as open");
        yield return StageTables.OverTime(report);
        yield return new ParagraphBlock("Share that converts within a time of reaching the stage, estimated so that deals still open are neither lost nor left out (Aalen–Johansen). \"So far is\" marks the plain rate above: it is mature when 90 % of its deals are decided, and 90 % are as old as nine of ten deals need.");
        if (StageTables.Immature(report) is { Count: > 0 } immature)
            yield return new ListBlock(immature);
        yield return new HeadingBlock("Stages: lost and open");
        yield return StageTables.Lost(report.Total);
        foreach (Block block in LossTable.Of(report))
            yield return block;
        yield return new HeadingBlock("Time in stage");
        yield return StageTables.Times(report.Total);
        if (AgeTable.Of(report.Incidence) is { } ages)
        {
            yield return new HeadingBlock("Won by age");
            yield return ages;
            yield return new ParagraphBlock("Estimated for a deal of that age since its first entry, with open deals counted as still open (Aalen–Johansen): comparable between old and young leads.");
        }

        yield return new HeadingBlock("Deal size, acquisition cost, payback");
        yield return MoneyTables.Money(report.Total);
        if (report.Channels.Count > 0)
        {
            yield return new HeadingBlock("Channels");
            yield return MoneyTables.Channels(report.Channels);
            if (report.Channels.Select(static c => c.CustomerAcquisitionCost.Basis).FirstOrDefault(static b => b is not null) is { } basis)
                yield return new ParagraphBlock($"Cost per customer = {basis}.");
        }

        if (report.Segments.Count > 0)
        {
            yield return new HeadingBlock(TextWidth.OneLine($"By {string.Join(", ", report.Options.By)}"));
            foreach (Block block in PartTables.Segments(report))
                yield return block;
        }

        if (report.Cohorts.Count > 0)
        {
            yield return new HeadingBlock($"By {report.Options.Cohort!.Value.ToString().ToLowerInvariant()} of entry");
            foreach (Block block in PartTables.Cohorts(report))
                yield return block;
        }

        yield return new HeadingBlock("Left out");
        foreach (Block block in PartTables.LeftOut(report))
            yield return block;
        yield return new HeadingBlock("Methods");
        yield return new ListBlock([.. MethodNotes.Of(report).Select(static note => $"{note.Id}: {note.Text}")]);
    }

    private static string RuleText(CountingRule rule) => rule switch
    {
        CountingRule.Touched => "A deal counts at each stage that it entered itself (rule: touched); lost, open and churn follow the furthest stage.",
        CountingRule.Strict => "A deal counts at a stage when it entered all stages up to it in order (rule: strict); lost, open and churn follow the furthest stage.",
        _ => "A deal counts at every stage up to the furthest it reached (rule: reached).",
    };
}
