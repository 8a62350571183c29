using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The loops that people write in C# for the stage task. They trust that the rows of a deal come in order of time.</summary>
internal static class StageByHand
{
    public static Measured ByRef(StageData data, bool keepTimes)
    {
        var cells = new StageCells(keepTimes);
        var deals = new Dictionary<long, Deal>(data.DealCount);
        for (int i = 0; i < data.Rows; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(deals, data.Deals[i], out _).Add(cells, data, i);
        foreach (Deal deal in deals.Values)
            deal.Finish(cells);
        return cells.Finish();
    }

    public static Measured OfObjects(StageData data)
    {
        var cells = new StageCells(keepTimes: true);
        var deals = new Dictionary<long, DealObject>();
        for (int i = 0; i < data.Rows; i++)
        {
            if (!deals.TryGetValue(data.Deals[i], out DealObject? deal))
                deals.Add(data.Deals[i], deal = new DealObject());
            deal.State.Add(cells, data, i);
        }

        foreach (DealObject deal in deals.Values)
            deal.State.Finish(cells);
        return cells.Finish();
    }

    public static Measured Linq(StageData data)
    {
        var cells = new StageCells(keepTimes: true);
        foreach (Deal deal in Enumerable.Range(0, data.Rows).GroupBy(row => data.Deals[row]).Select(rows => rows.Aggregate(default(Deal), (deal, row) =>
        {
            deal.Add(cells, data, row);
            return deal;
        })))
        {
            deal.Finish(cells);
        }

        return cells.Finish();
    }

    private struct Deal
    {
        private long _at;
        private long _cents;
        private byte _touched;
        private byte _now;
        private byte _segment;

        public void Add(StageCells cells, StageData data, int row)
        {
            byte to = data.To[row];
            byte from = data.From[row];
            int segment = data.SegmentOf[row];
            if (from < StageData.Stages)
            {
                cells.AddTime(segment, from, data.At[row] - _at);
                if (to == StageData.Lost)
                    cells.At(segment, from, StageFigures.Lost)++;
                else if (to > from)
                    cells.At(segment, from, StageFigures.Advanced)++;
            }

            if (to < StageData.Stages)
            {
                cells.At(segment, to, StageFigures.Entries)++;
                if ((_touched & (1 << to)) == 0)
                {
                    _touched |= (byte)(1 << to);
                    cells.At(segment, to, StageFigures.Deals)++;
                }
            }

            (_at, _cents, _now, _segment) = (data.At[row], data.Cents[row], to, data.SegmentOf[row]);
        }

        public readonly void Finish(StageCells cells)
        {
            if (_now == StageData.Won)
                cells.Revenue(_segment) += _cents;
        }
    }

    private sealed class DealObject
    {
        public Deal State;
    }
}
