using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Estimates, tests and orders the steps, from counts.</summary>
internal static class BottleneckJudge
{
    private const long MinimumPricedWins = 10; // below, the spread of amounts is not known well enough
    private const double MatureShare = 0.9;
    private const double SmallCell = 5;

    /// <summary>Judges every step of every segment.</summary>
    /// <param name="options">The choices.</param>
    /// <param name="segments">The values of the dimension, one <c>null</c> without one.</param>
    /// <param name="judged">Counts of the deals judged, by segment.</param>
    /// <param name="before">Counts of the earlier deals, by segment.</param>
    /// <param name="all">Counts of all deals.</param>
    public static IReadOnlyList<Bottleneck> Judge(BottleneckOptions options, long?[] segments, BottleneckTally[] judged, BottleneckTally[] before, BottleneckTally all)
    {
        int steps = all.FarLost.Length;
        var rows = new List<Judged>(segments.Length * steps);
        for (int step = 0; step < steps; step++)
        {
            Best? best = options.Reference == BottleneckReference.BestSegment ? BestOf(options, judged, step) : null;
            for (int segment = 0; segment < segments.Length; segment++)
            {
                Yardstick? yardstick = options.Reference switch
                {
                    BottleneckReference.OwnHistory => Own(before[segment], step, options.MinimumSample),
                    BottleneckReference.Target => options.Targets[step] is { } target ? new Yardstick(target, null, null, 0, 0, null, 1) : null,
                    _ => best?.For(segment, segments),
                };
                rows.Add(Row(options, segments[segment], judged[segment], all, step, yardstick));
            }
        }

        return Ordered(options, rows);
    }

    /// <summary>The rows of a log that tells only where deals stand: without figures, because its rates between stages are lower bounds.</summary>
    public static IReadOnlyList<Bottleneck> WithoutHistory(long?[] segments, BottleneckTally[] judged) =>
        [.. Enumerable.Range(0, judged.Length == 0 ? 0 : judged[0].FarLost.Length).SelectMany(step => segments.Select((segment, i) => new Bottleneck
        {
            Stage = step,
            Segment = segment,
            Rate = new ConversionRate(judged[i].WentOn(step), judged[i].Decided(step), isNested: true, "conversion.decided/1", isLowerBound: true),
            Money = Missing(judged[i].Decided(step), (MetricStatus.InsufficientHistory, StageSnapshotMetrics.PartOfHistory)),
        })).OrderBy(static row => row.Stage).ThenBy(static row => row.Segment)];

    private static Yardstick? Own(BottleneckTally before, int step, long minimum)
    {
        (long k, long n) = (before.WentOn(step), before.Decided(step));
        return n < minimum || Wilson.Interval(k, n) is not { } interval ? null : new Yardstick((double)k / n, interval.Low, interval.High, k, n, null, 1);
    }

    private static Best? BestOf(BottleneckOptions options, BottleneckTally[] judged, int step)
    {
        int[] enough = [.. Enumerable.Range(0, judged.Length).Where(s => judged[s].Decided(step) >= options.MinimumSample)];
        long[] successes = [.. enough.Select(s => judged[s].WentOn(step))];
        long[] trials = [.. enough.Select(s => judged[s].Decided(step))];
        if (SegmentShrinkage.ByMoments(successes, trials) is not { } shrunk)
            return null;
        int best = 0;
        for (int i = 1; i < enough.Length; i++)
        {
            if (shrunk.Rates[i] > shrunk.Rates[best] || (shrunk.Rates[i] == shrunk.Rates[best] && successes[i] * (double)trials[best] > successes[best] * (double)trials[i]))
                best = i;
        }

        (double low, double high) = (shrunk.Rates[best], shrunk.Rates[best]);
        if (shrunk.Pooling == ShrinkagePooling.Full)
        {
            ProportionInterval common = Wilson.Interval(successes.Sum(), trials.Sum())!.Value;
            (low, high) = (common.Low, common.High);
        }
        else
        {
            var posterior = new BetaBinomialPosterior(Math.Max(shrunk.Alpha, 0.5) + successes[best], Math.Max(shrunk.Beta, 0.5) + trials[best] - successes[best]);
            (low, high) = (Math.Min(low, posterior.Quantile(0.025)), Math.Max(high, posterior.Quantile(0.975)));
        }

        return new Best(enough[best], shrunk.Rates[best], low, high, successes[best], trials[best], enough.Length);
    }

    private static Judged Row(BottleneckOptions options, long? segment, BottleneckTally judged, BottleneckTally all, int step, Yardstick? yardstick)
    {
        (long k, long n) = (judged.WentOn(step), judged.Decided(step));
        long open = judged.FarOpen[step];
        double? decidedShare = n + open > 0 ? (double)n / (n + open) : null;
        bool isOwnValue = judged.Priced >= MinimumPricedWins;
        (double Value, double RelativeVariance)? value = (isOwnValue ? judged : all).ValueAfter(step);
        var row = new Bottleneck
        {
            Stage = step,
            Segment = segment,
            Rate = new ConversionRate(k, n, isNested: true, "conversion.decided/1"),
            DecidedShare = decidedShare,
            ValuePerDeal = (decimal?)value?.Value,
            ValueIsOfAllDeals = !isOwnValue && value is not null,
            Money = Missing(n, n < options.MinimumSample
                ? (MetricStatus.InsufficientSample, string.Create(CultureInfo.InvariantCulture, $"{n} decided deals; at least {options.MinimumSample} are asked for"))
                : yardstick is null ? (MetricStatus.InsufficientHistory, "there is no reference on enough deals") : (MetricStatus.Unpriced, "no won deal has an amount")),
        };
        if (n < options.MinimumSample || yardstick is not { } reference)
            return new Judged(row, null, 0, 0);

        RateInterval gap = GapOf(k, n, reference);
        bool isMature = decidedShare >= MatureShare;
        row = row with
        {
            Reference = new RateInterval(reference.Rate, reference.Low, reference.High),
            ReferenceN = reference.N,
            ReferenceSegment = reference.Segment,
            Gap = gap,
            Money = value is { } known ? MoneyOf(n, gap, known, isMature) : row.Money,
        };
        // Half a deal is added to both sides, so that a rate of zero has a logarithm.
        (double rate, double against) = ((k + 0.5) / (n + 1), reference.N == 0 ? reference.Rate : ((reference.Rate * reference.N) + 0.5) / (reference.N + 1));
        double variance = ((1 - rate) / (n * rate)) + (reference.N == 0 ? 0 : (1 - against) / (reference.N * against));
        return new Judged(row, isMature ? Math.Min(1, PValue(k, n, reference) * reference.Looks) : null, Math.Log(against / rate), variance);
    }

    private static RateInterval GapOf(long k, long n, Yardstick reference)
    {
        double rate = (double)k / n;
        ProportionInterval own = Wilson.Interval(k, n)!.Value;
        double gap = reference.Rate - rate;
        double below = Hypotenuse(reference.Rate - (reference.Low ?? reference.Rate), own.High - rate);
        double above = Hypotenuse((reference.High ?? reference.Rate) - reference.Rate, rate - own.Low);
        return new RateInterval(gap, gap - below, gap + above);
    }

    private static MetricValue MoneyOf(long n, RateInterval gap, (double Value, double RelativeVariance) value, bool isMature)
    {
        double money = n * gap.Estimate * value.Value;
        // The value is skewed: its limits are on the log scale. The farther one bounds the larger amount, whether that is lost or gained.
        double error = NormalDistribution.TwoSidedQuantile(0.95) * Math.Sqrt(value.RelativeVariance);
        (double nearer, double farther) = (Math.Abs(money) * (1 - Math.Exp(-error)), Math.Abs(money) * (Math.Exp(error) - 1));
        double below = Hypotenuse(n * (gap.Estimate - gap.Low!.Value) * value.Value, money > 0 ? nearer : farther);
        double above = Hypotenuse(n * (gap.High!.Value - gap.Estimate) * value.Value, money > 0 ? farther : nearer);
        return new MetricValue
        {
            Value = (decimal)money,
            Unit = "money",
            Status = isMature ? MetricStatus.Ok : MetricStatus.Immature,
            Reason = isMature ? null : "more than a tenth of the deals at the step are not decided yet",
            N = n,
            Low = (decimal)(money - below),
            High = (decimal)(money + above),
            Method = Bottleneck.MethodId,
        };
    }

    private static MetricValue Missing(long n, (MetricStatus Status, string Reason) why) => new() { Unit = "money", Status = why.Status, Reason = why.Reason, N = n, Method = Bottleneck.MethodId };

    // One-sided: a step that is better than its reference is no leak.
    private static double PValue(long k, long n, Yardstick reference)
    {
        if (reference.N == 0)
        {
            if (n * Math.Min(reference.Rate, 1 - reference.Rate) < SmallCell)
                return BinomialDistribution.Cdf(k, n, reference.Rate);
            return NormalDistribution.Cdf((k - (n * reference.Rate)) / Math.Sqrt(n * reference.Rate * (1 - reference.Rate)));
        }

        double pooled = (double)(k + reference.K) / (n + reference.N);
        if (Math.Min(n, reference.N) * Math.Min(pooled, 1 - pooled) < SmallCell)
            return TwoProportions.FisherExact(k, n, reference.K, reference.N).Less;
        return NormalDistribution.Cdf(TwoProportions.PooledZ(k, n, reference.K, reference.N)!.Value.Statistic);
    }

    private static Bottleneck[] Ordered(BottleneckOptions options, List<Judged> rows)
    {
        int[] tested = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].P is not null)];
        double[] adjusted = ManyProportions.BenjaminiHochberg([.. tested.Select(i => rows[i].P!.Value)]);
        double spread = SpreadOf([.. tested.Select(i => rows[i])]);
        for (int i = 0; i < tested.Length; i++)
        {
            Bottleneck row = rows[tested[i]].Row;
            rows[tested[i]] = rows[tested[i]] with { Row = row with { PValue = adjusted[i], IsSignificant = adjusted[i] <= options.FalseDiscoveryRate } };
        }

        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Row is { ValuePerDeal: { } value, Gap: not null } row)
                rows[i] = rows[i] with { Row = row with { ExpectedMoney = (decimal)((double)value * (row.Rate.Converted + 0.5) * (Math.Exp(rows[i].Drawn(spread)) - 1)) } };
        }

        return [.. rows.OrderByDescending(static r => r.Row.ExpectedMoney ?? decimal.MinValue)
            .ThenByDescending(static r => r.Evidence)
            .ThenBy(static r => r.Row.Stage).ThenBy(static r => r.Row.Segment).Select(static r => r.Row)];
    }

    // The variance of the true log gaps around zero, by moments. Every row weighs the same: weights by precision would let the many deals of the first steps
    // decide that the later ones, with few, do not differ.
    private static double SpreadOf(Judged[] tested)
    {
        double excess = 0;
        foreach (Judged row in tested)
            excess += (row.LogGap * row.LogGap) - row.Variance;
        return tested.Length == 0 ? 0 : Math.Max(0, excess / tested.Length);
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private readonly record struct Yardstick(double Rate, double? Low, double? High, long K, long N, long? Segment, int Looks);

    private sealed record Best(int Segment, double Rate, double Low, double High, long K, long N, int Looks)
    {
        // The best one is not measured against itself. G(G − 1) ordered pairs were open to become the G − 1 that are tested, which each of these has to pay for.
        public Yardstick? For(int segment, long?[] segments) => segment == Segment ? null : new Yardstick(Rate, Low, High, K, N, segments[Segment], Looks);
    }

    private readonly record struct Judged(Bottleneck Row, double? P, double LogGap, double Variance)
    {
        public double Evidence => Variance > 0 ? LogGap / Math.Sqrt(Variance) : double.NegativeInfinity;

        public double Drawn(double spread) => spread > 0 ? LogGap * spread / (spread + Variance) : 0;
    }
}
