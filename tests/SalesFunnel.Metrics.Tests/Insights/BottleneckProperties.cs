using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Bottlenecks of generated logs against the snapshot of the same log.</summary>
public class BottleneckProperties
{
    [Property]
    public void Counts_are_those_of_the_snapshot_and_its_segments(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        string dimension = log.Definition.Dimensions[0];
        StageSnapshot whole = engine.Count();
        BottleneckReport report = engine.Bottlenecks(Everything(log, dimension));
        Assert.Equal(whole.GroupBy(dimension).Count(static g => g.Snapshot.Leads > 0) * log.Definition.OpenStageCount, report.ByMoney.Count);
        foreach (Bottleneck row in report.ByMoney)
        {
            StageSnapshot part = whole.Segment(dimension, row.Segment!.Value);
            Assert.Equal((part.Reached(row.Stage + 1), part.Reached(row.Stage + 1) + part.LostAtFurthest(row.Stage)), (row.Rate.Converted, row.Rate.Entered));
        }

        foreach (LostValue row in report.ByLostValue)
            Assert.Equal(whole.Segment(dimension, row.Segment!.Value).LostAtFurthest(row.Stage), row.Deals);
        foreach (StageWait row in report.ByQueueTime)
        {
            Assert.Equal(whole.Segment(dimension, row.Segment!.Value).InStageNow(row.Stage), row.Open);
            Assert.True(row.Stalled + row.OnHold <= row.Open && row.StalledPriced <= row.Stalled && (row.QueueDays > 0) == (row.Stalled > 0));
        }
    }

    [Property]
    public void The_earlier_and_the_later_half_are_all_deals(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        BottleneckReport halves = engine.Bottlenecks(new BottleneckOptions { MinimumSample = 1 });
        BottleneckReport all = engine.Bottlenecks(Everything(log, null));
        foreach (Bottleneck row in halves.ByMoney.Where(static r => r.Reference is not null))
            Assert.Equal(all.ByMoney.Single(r => r.Stage == row.Stage).N, row.N + row.ReferenceN);
    }

    [Property]
    public void Money_is_the_gain_at_reference_when_the_value_is_of_the_same_decided_deals(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        StageSnapshot whole = engine.Count();
        foreach (Bottleneck row in engine.Bottlenecks(Everything(log, null)).ByMoney)
        {
            bool isDecided = Enumerable.Range(row.Stage, log.Definition.OpenStageCount - row.Stage).All(stage => whole.OpenAtFurthest(stage) == 0);
            if (row.Money.Value is not { } money || row.Rate.Converted == 0 || !isDecided || whole.PricedWonDeals < whole.Won)
                continue;
            double gain = (double)whole.WonAmount * ((row.Reference!.Value.Estimate / row.Rate.Value!.Value) - 1);
            Assert.Equal(gain, (double)money, 1e-9 * (1 + Math.Abs(gain)) + 1e-9);
            Assert.True(row.Money.Low <= money && money <= row.Money.High);
            Assert.True(Math.Sign(row.Gap!.Value.Estimate) * Math.Sign(money) >= 0);
        }
    }

    private static BottleneckOptions Everything(LogCase log, string? dimension) => new()
    {
        Dimension = dimension,
        Reference = BottleneckReference.Target,
        Targets = [.. Enumerable.Repeat<double?>(0.5, log.Definition.OpenStageCount)],
        MinimumSample = 1,
    };
}
