namespace SalesFunnel.Metrics.Insights;

/// <summary>Counts of one segment, of the deals judged or of those before.</summary>
internal sealed class BottleneckTally(int openStages)
{
    public long[] FarOpen { get; } = new long[openStages];

    public long[] FarLost { get; } = new long[openStages];

    public long[] LostPriced { get; } = new long[openStages];

    public Int128[] LostAmount { get; } = new Int128[openStages];

    public long Won { get; private set; }

    public long Priced { get; private set; }

    public Statistics.Moments Amounts { get; private set; }

    public void AddWon(long amount)
    {
        Won++;
        if (amount == DealEvent.NoValue)
            return;
        Priced++;
        Amounts = Amounts.Add(amount / (double)AmountE4.Scale);
    }

    public void AddLost(int far, long amount)
    {
        FarLost[far]++;
        if (amount == DealEvent.NoValue)
            return;
        LostPriced[far]++;
        LostAmount[far] += amount;
    }

    /// <summary>Deals that went on from a stage and are decided in the end.</summary>
    public long DecidedAfter(int stage)
    {
        long decided = Won;
        for (int far = stage + 1; far < FarLost.Length; far++)
            decided += FarLost[far];
        return decided;
    }

    /// <summary>Deals that went on from a stage, whatever became of them.</summary>
    public long WentOn(int stage)
    {
        long deals = DecidedAfter(stage);
        for (int far = stage + 1; far < FarOpen.Length; far++)
            deals += FarOpen[far];
        return deals;
    }

    public long Decided(int stage) => WentOn(stage) + FarLost[stage];

    /// <summary>Won amount ÷ decided deals, of those that went on from a stage, with its squared relative standard error.</summary>
    public (double Value, double RelativeVariance)? ValueAfter(int stage)
    {
        long decided = DecidedAfter(stage);
        if (Won == 0 || Amounts.Mean is not { } mean || mean <= 0)
            return null;
        double wins = (double)Won / decided;
        double spread = Amounts.Variance is { } variance ? variance / (mean * mean) : 0;
        return (wins * mean, ((1 - wins) / Won) + (spread / Priced));
    }
}
