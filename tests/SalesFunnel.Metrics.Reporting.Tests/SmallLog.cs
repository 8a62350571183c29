namespace SalesFunnel.Metrics.Reporting.Tests;

/// <summary>A handful of deals made in code.</summary>
internal static class SmallLog
{
    public static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Small")
        .Stage("Lead", StageRole.Awareness)
        .Stage("Talk", StageRole.Interest)
        .Stage("Offer", StageRole.Decision)
        .Dimension("channel")
        .Dimension("owner")
        .Won("Signed");

    public static DateTimeOffset Day(int day) => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day - 1);

    /// <summary>Deal 1 (channel 0) is won on day 10 for 100; deal 2 (channel 0) is lost from Talk; deal 3 (channel 1) is open; deal 4 (no channel) is won on day 40 without amount.</summary>
    public static DealLog Build()
    {
        var builder = new DealLogBuilder(Funnel);
        builder.Add(DealEvent.Enter(1, Day(1), 0, segment: 0));
        builder.Add(DealEvent.Enter(1, Day(3), 1));
        builder.Add(DealEvent.Enter(1, Day(6), 2));
        builder.Add(DealEvent.Won(1, Day(10), amount: 100));
        builder.Add(DealEvent.Enter(2, Day(2), 0, segment: 0));
        builder.Add(DealEvent.Enter(2, Day(4), 1));
        builder.Add(DealEvent.Lost(2, Day(5)));
        builder.Add(DealEvent.Enter(3, Day(3), 0, segment: 1));
        builder.Add(DealEvent.Enter(4, Day(35), 0));
        builder.Add(DealEvent.Won(4, Day(40)));
        return builder.Build();
    }

    public static FunnelReportOptions Labelled(params string[] channels)
    {
        var labels = new EntityIndex();
        foreach (string channel in channels)
            labels.GetOrAdd(channel);
        return new FunnelReportOptions { DimensionValues = [labels, new EntityIndex()] };
    }
}
