using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Counts deals by the values that a dimension had while they went through the funnel.</summary>
internal sealed class SegmentHistories
{
    private const int MaxValues = 10_000; // as a log counts; later ones are Other

    private readonly Dictionary<long, long[]> _reached = [];
    private readonly HashSet<long> _of = []; // values of one deal
    private readonly int _dimension;
    private readonly int _stages;
    private readonly SegmentOptions _options;

    private SegmentHistories(DealLog log, SegmentOptions options)
    {
        _dimension = log.Definition.RequireDimension(options.Dimensions[0]);
        _stages = log.Definition.Stages.Count;
        _options = options;
    }

    public static SegmentComparison Compare(DealLog log, SegmentOptions options)
    {
        (IReadOnlyList<(IReadOnlyList<long>, long[])> groups, long[] total, long leftOut) = Count(log, options);
        return SegmentComparison.Of(groups, total, leftOut, options);
    }

    /// <summary>Deals that reached each stage by value ascending, and all that are in some segment.</summary>
    public static (IReadOnlyList<(IReadOnlyList<long> Values, long[] Reached)> Groups, long[] Total, long LeftOut) Count(DealLog log, SegmentOptions options)
    {
        var histories = new SegmentHistories(log, options);
        var total = new long[histories._stages];
        long leftOut = 0;
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            DealStory story = walk.Story;
            int last = story.IsWon ? histories._stages - 1 : story.Far;
            histories._of.Clear();
            if (options.Breakdown == SegmentBreakdown.AllValues)
                histories.AddAll(story);
            else if (last >= options.Stage)
                histories._of.Add(histories.ValueAt(story, FirstReached(story, options.Stage, histories._stages - 1)));
            if (histories._of.Count == 0)
            {
                leftOut++;
                continue;
            }

            Count(total, last);
            foreach (long value in histories._of)
                Count(histories.Of(value), last);
        }

        return ([.. histories._reached.OrderBy(static pair => pair.Key).Select(static pair => ((IReadOnlyList<long>)[pair.Key], pair.Value))], total, leftOut);
    }

    // Deals with an outcome that was re-opened reached what they entered since, as everywhere.
    private static int FirstReached(DealStory story, int stage, int won)
    {
        ReadOnlySpan<DealMove> moves = CollectionsMarshal.AsSpan(story.Moves);
        if (stage == 0)
            return 0;
        for (int i = 0; i < moves.Length && story.Far >= stage; i++)
        {
            if (moves[i].Target >= stage && moves[i].Target != won)
                return i;
        }

        return moves.Length - 1;
    }

    private static void Count(long[] reached, int last)
    {
        for (int stage = 0; stage <= last; stage++)
            reached[stage]++;
    }

    private long ValueAt(DealStory story, int move)
    {
        long value = SegmentValue.None;
        foreach ((int before, int dimension, long set) in CollectionsMarshal.AsSpan(story.Segments))
        {
            if (before <= move && dimension == _dimension)
                value = set;
        }

        return value;
    }

    private void AddAll(DealStory story)
    {
        foreach ((_, int dimension, long value) in CollectionsMarshal.AsSpan(story.Segments))
        {
            if (dimension == _dimension)
                _of.Add(_reached.Count < MaxValues || _reached.ContainsKey(value) ? value : SegmentValue.Other);
        }

        if (_of.Count == 0)
            _of.Add(SegmentValue.None);
    }

    private long[] Of(long value)
    {
        if (_reached.TryGetValue(value, out long[]? known))
            return known;
        if (_reached.Count >= MaxValues && value is not (SegmentValue.None or SegmentValue.Other))
            return Of(SegmentValue.Other);
        return _reached[value] = new long[_stages];
    }
}
