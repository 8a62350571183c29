namespace SalesFunnel.Metrics.Insights;

/// <summary>Walks the deals and keeps those that a figure counts.</summary>
internal sealed class DealFinder
{
    private readonly DealLog _log;
    private readonly DealSelection _selection;
    private readonly DealContribution? _rule;

    private DealFinder(DealLog log, DealSelection selection)
    {
        selection.Validate(log.Definition);
        _log = log;
        _selection = selection;
        _rule = selection.Rule is { } rule ? new DealContribution(log.Definition, rule) : null;
    }

    public static DealPage Find(DealLog log, DealSelection selection, long skip, int take)
    {
        var finder = new DealFinder(log, selection);
        var items = new List<DealItem>();
        long deals = 0;
        long count = 0;
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            if (finder.CountOf(walk.Story) is not (> 0 and var times))
                continue;
            if (deals >= skip && items.Count < take)
                items.Add(finder.ItemOf(walk.Story, times));
            deals++;
            count += times;
        }

        return new DealPage(selection, count, deals, Math.Min(skip, deals), items);
    }

    private long CountOf(DealStory story)
    {
        if (_rule is null)
            return IsSelected(story) ? 1 : 0;
        _rule.Read(story);
        return _rule.Counts[_selection.Stage];
    }

    private bool IsSelected(DealStory story) => _selection.Kind switch
    {
        DealSelectionKind.Open => story.IsOpen,
        DealSelectionKind.Lost => story.IsLost,
        DealSelectionKind.Won => story.IsWon,
        DealSelectionKind.PricedWon => story.IsWon && story.Amount != DealEvent.NoValue,
        DealSelectionKind.EverWon => (story.Flags & DealFlags.EverWon) != 0,
        DealSelectionKind.Reopened => (story.Flags & DealFlags.Reopened) != 0,
        DealSelectionKind.LostAtFurthest => story.IsLost && story.Far == _selection.Stage,
        DealSelectionKind.OpenAtFurthest => story.IsOpen && story.Far == _selection.Stage,
        DealSelectionKind.LostFrom => story.IsLost && story.Current == _selection.Stage,
        DealSelectionKind.InStageNow => story.IsOpen && story.Current == _selection.Stage,
        DealSelectionKind.RegressedFrom => HasRegressed(story.Moves),
        _ => true,
    };

    // From the stage to an earlier one without an outcome between.
    private bool HasRegressed(List<DealMove> moves)
    {
        for (int i = 1; i < moves.Count; i++)
        {
            if (moves[i - 1].Target == _selection.Stage && moves[i].Target >= 0 && moves[i].Target < _selection.Stage)
                return true;
        }

        return false;
    }

    private DealItem ItemOf(DealStory story, long count) => new(
        story.Entity,
        _log.Entities is { } index && story.Entity >= 0 && story.Entity < index.Count ? index.OuterId(story.Entity) : null,
        count,
        story.Current,
        story.IsWon ? DealEventKind.Won : story.IsLost ? DealEventKind.Lost : null,
        story.Amount == DealEvent.NoValue ? null : AmountE4.ToDecimal(story.Amount),
        Time(story.FirstAt),
        Time(story.Last.At));

    private static DateTimeOffset? Time(long micros) => micros == EventTime.Undated ? null : EventTime.FromUnixMicros(micros);
}
