namespace SalesFunnel.Metrics.Reporting;

/// <summary>A sequence as a page.</summary>
internal static class SequenceBlocks
{
    private const string None = "(none)";

    public static IEnumerable<Block> Of(SequenceSource source)
    {
        SequenceSnapshot counts = source.Snapshot;
        yield return new TitleBlock(TextWidth.OneLine(string.Join(" → ", counts.Definition.Steps.Select(static s => s.Name))));
        string asOf = AsOfText.Of(TimeZoneInfo.ConvertTime(counts.AsOf, source.Zone), source.Zone, source.AsOfIsLastEvent);
        yield return new ParagraphBlock($"Within {WindowText.Of(counts.Definition.Window)} of the first step; mode {source.Mode}. As of {asOf}.");
        yield return Steps(counts);
        yield return new ParagraphBlock("Intervals: Wilson score, 95 %, of the conversion from the step before. Those still open may get further; they are in all denominators.");
        foreach ((string? value, SequenceSnapshot part) in Segments(source))
        {
            yield return new HeadingBlock(TextWidth.OneLine($"{source.By}: {value ?? None}"));
            yield return Steps(part);
        }

        if (source.ListsLevels)
        {
            yield return new HeadingBlock("Levels");
            yield return new TableBlock(["Entity", "Level"], [false, true], [.. source.Levels().Select(static item => (string[])[TextWidth.OneLine(item.Entity), FigureText.Count(item.Level)])]);
        }

        yield return new HeadingBlock("Left out");
        foreach (Block block in PartTables.LeftOut(source.Rejected, source.Notes))
            yield return block;
    }

    /// <summary>The parts by value, those of the most entities first, the one without value last.</summary>
    public static IEnumerable<(string? Value, SequenceSnapshot Counts)> Segments(SequenceSource source) => source.By is null ? [] : source.Snapshot.Segments().Groups
        .Select(group => (Value: source.ValueText(group.Value), group.Snapshot))
        .OrderBy(static group => group.Value is null)
        .ThenByDescending(static group => group.Snapshot.Reached(0))
        .ThenBy(static group => group.Value, StringComparer.Ordinal);

    private static TableBlock Steps(SequenceSnapshot counts)
    {
        string unit = counts.Definition.Rules.Unit == SequenceUnit.Attempts ? "Attempts" : "Entities";
        return new TableBlock(
            ["Step", unit, "Of first", "Of step before", "95 % interval", "Median time", "Dropped", "Excluded", "Still open"],
            [false, true, true, true, true, true, true, true, true],
            [.. Enumerable.Range(0, counts.Definition.Steps.Count).Select(step => Row(counts, step))]);
    }

    private static string[] Row(SequenceSnapshot counts, int step)
    {
        SequenceDropOff ends = counts.DropOff(step);
        ConversionRate? conversion = step == 0 ? null : counts.Conversion(step - 1, step);
        return
        [
            TextWidth.OneLine(counts.Definition.Steps[step].Name),
            FigureText.Count(counts.Reached(step)),
            FigureText.Percent(counts.ConversionFromFirst(step).Value),
            FigureText.Percent(conversion?.Value),
            FigureText.Interval(conversion?.Interval()),
            FigureText.Duration(step == 0 ? null : counts.TimeBetween(step - 1, step).MedianSeconds),
            FigureText.Count(ends.Expired),
            FigureText.Count(ends.Excluded),
            FigureText.Count(ends.StillOpen),
        ];
    }
}
