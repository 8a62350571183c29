using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Benchmarks.Rivals;

/// <summary>The ways to count that are compared. Each returns all of its state, so that it stays alive while it is measured.</summary>
internal static class Contenders
{
    /// <summary>Groups rows by deal with LINQ. Groups keep the order of the input, which is by time, so nothing is sorted.</summary>
    public static (RivalCells Cells, object Deals) Linq(Workload input)
    {
        var cells = new RivalCells();
        List<RivalDeal> deals = Enumerable.Range(0, input.Events)
            .GroupBy(row => input.Entities[row])
            .Select(rows => rows.Aggregate(default(RivalDeal), (deal, row) =>
            {
                deal.Apply(cells, input.Kinds[row], input.AtUnixMicros[row], input.Stages[row], input.Values[row], input.SegmentValues[row]);
                return deal;
            }))
            .ToList();
        return (cells, deals);
    }

    /// <summary>One object per deal in a dictionary: the loop that most people would write.</summary>
    public static (RivalCells Cells, object Deals) DictionaryOfObjects(Workload input)
    {
        var cells = new RivalCells();
        var deals = new Dictionary<long, DealObject>();
        for (int row = 0; row < input.Events; row++)
        {
            if (!deals.TryGetValue(input.Entities[row], out DealObject? deal))
                deals.Add(input.Entities[row], deal = new DealObject());
            deal.State.Apply(cells, input.Kinds[row], input.AtUnixMicros[row], input.Stages[row], input.Values[row], input.SegmentValues[row]);
        }

        return (cells, deals);
    }

    /// <summary>One struct per deal, changed in place in a dictionary of the right size: the best that the base class library offers.</summary>
    public static (RivalCells Cells, object Deals) DictionaryByRef(Workload input)
    {
        var cells = new RivalCells();
        var deals = new Dictionary<long, RivalDeal>(input.Deals);
        for (int row = 0; row < input.Events; row++)
        {
            ref RivalDeal deal = ref CollectionsMarshal.GetValueRefOrAddDefault(deals, input.Entities[row], out _);
            deal.Apply(cells, input.Kinds[row], input.AtUnixMicros[row], input.Stages[row], input.Values[row], input.SegmentValues[row]);
        }

        return (cells, deals);
    }

    public static StageHistoryTracker TrackerColumns(Workload input)
    {
        StageHistoryTracker tracker = NewTracker(input);
        tracker.Add(input.Batch);
        return tracker;
    }

    public static StageHistoryTracker TrackerRows(Workload input, ReadOnlySpan<DealEvent> rows)
    {
        StageHistoryTracker tracker = NewTracker(input);
        tracker.Add(rows);
        return tracker;
    }

    private static StageHistoryTracker NewTracker(Workload input) =>
        new(Workload.Funnel, new TrackerOptions { Calendar = Workload.Calendar, ExpectedDeals = input.Deals });

    private sealed class DealObject
    {
        public RivalDeal State;
    }
}
