namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>Our side of the stage task: the rows as the columns that the tracker takes, made before the time is taken, as the others load their tables.</summary>
internal sealed class OurStages
{
    public const string Name = "`StageHistoryTracker`, columns";

    private static readonly FunnelDefinition s_funnel = FunnelDefinition.Create("Benchmark")
        .Stage("1").Stage("2").Stage("3").Stage("4").Stage("5").Stage("6").Won("Won");

    private readonly StageData _data;
    private readonly long[] _micros;
    private readonly byte[] _stages;
    private readonly DealEventKind[] _kinds;
    private readonly long[] _amounts;
    private readonly long[] _segments;
    private readonly DateTimeOffset _asOf;

    public OurStages(StageData data)
    {
        _data = data;
        _micros = [.. data.At.Select(static at => at * 1_000)];
        _kinds = [.. data.To.Select(static to => to switch { StageData.Won => DealEventKind.Won, StageData.Lost => DealEventKind.Lost, _ => DealEventKind.Enter })];
        _stages = [.. data.To.Select(static to => to < StageData.Stages ? to : (byte)0)];
        _amounts = [.. data.Cents.Select(static cents => cents * (AmountE4.Scale / 100))];
        for (int i = 0; i < _amounts.Length; i++)
            _amounts[i] = data.To[i] == StageData.Lost ? DealEvent.NoValue : _amounts[i]; // a loss has no amount
        _segments = [.. data.SegmentOf.Select(static segment => (long)segment)];
        _asOf = EventTime.FromUnixMicros(_micros.Max());
    }

    public Measured Count()
    {
        var tracker = new StageHistoryTracker(s_funnel, new TrackerOptions { ExpectedDeals = _data.DealCount });
        tracker.Add(new EventBatch(_data.Deals, _micros, _stages, _kinds, _amounts, _segments));
        StageSnapshot all = tracker.Snapshot(_asOf);
        if (all.Rejections.Total != 0)
            throw new InvalidOperationException($"The tracker rejected {all.Rejections.Total} rows; all are good.");
        long[] figures = StageFigures.Create();
        Read(figures, StageFigures.All, all);
        foreach (SegmentGroup group in all.GroupBy(FunnelDefinition.DefaultDimension))
            Read(figures, (int)group.Values[0], group.Snapshot);
        return new Measured(figures);
    }

    private static void Read(long[] figures, int segment, StageSnapshot counts)
    {
        figures[StageFigures.Revenue(segment)] = (long)(counts.WonAmount * 100);
        for (int stage = 0; stage < StageData.Stages; stage++)
        {
            VisitTimes times = counts.CompletedTimes(stage);
            Span<long> row = figures.AsSpan(StageFigures.Place(segment, stage), StageFigures.Width);
            row[StageFigures.Entries] = counts.Visits(stage);
            row[StageFigures.Deals] = counts.Touched(stage);
            row[StageFigures.Advanced] = counts.Times(stage, VisitEnd.Onward).Count + counts.Times(stage, VisitEnd.Won).Count;
            row[StageFigures.Lost] = counts.Times(stage, VisitEnd.Lost).Count;
            row[StageFigures.Visits] = times.Count;
            row[StageFigures.Milliseconds] = (long)(times.TotalMicros / 1_000);
            row[StageFigures.Median] = Quantile(times, 50);
            row[StageFigures.Ninetieth] = Quantile(times, 90);
        }
    }

    /// <summary>The value of the nearest rank: a type-7 quantile at rank ÷ (n − 1).</summary>
    private static long Quantile(VisitTimes times, int percent) => times.Count == 0
        ? 0
        : (long)times.ApproximateQuantile(times.Count == 1 ? 0 : (double)StageFigures.Rank(times.Count, percent) / (times.Count - 1))!.Value.TotalMilliseconds;
}
