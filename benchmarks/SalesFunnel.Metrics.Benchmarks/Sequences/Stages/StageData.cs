namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>Made-up rows of stage history – deal, time, from, to, amount, segment – about 4.5 a deal: six stages, won and lost, 50 segments, with skips, moves back,
/// re-opened deals and changing amounts. The same rows for the same size on every machine.</summary>
internal sealed class StageData
{
    public const int Stages = 6;
    public const byte Won = 6;
    public const byte Lost = 7;
    public const byte None = 255;
    public const int Segments = 50;

    private const double MeanRowsBesideFirst = 4.0;
    private const int MaxRows = 400;
    private const int CreationDays = 600;
    private const double Day = 86_400_000;
    private static readonly long s_start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private StageData(int rows)
    {
        Deals = new long[rows];
        At = new long[rows];
        From = new byte[rows];
        To = new byte[rows];
        Cents = new long[rows];
        SegmentOf = new byte[rows];
    }

    public int Rows => Deals.Length;

    public int DealCount { get; private set; }

    public long[] Deals { get; private init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long[] At { get; private init; }

    public byte[] From { get; private init; }

    public byte[] To { get; private init; }

    public long[] Cents { get; private init; }

    public byte[] SegmentOf { get; private init; }

    /// <summary>The rows in the order of time.</summary>
    public static StageData ByTime(int rows)
    {
        var byDeal = new StageData(rows);
        byDeal.Fill();
        int[] order = TimeOrder.Of(byDeal.At);
        return new StageData(0)
        {
            Deals = TimeOrder.Apply(order, byDeal.Deals),
            At = TimeOrder.Apply(order, byDeal.At),
            From = TimeOrder.Apply(order, byDeal.From),
            To = TimeOrder.Apply(order, byDeal.To),
            Cents = TimeOrder.Apply(order, byDeal.Cents),
            SegmentOf = TimeOrder.Apply(order, byDeal.SegmentOf),
            DealCount = byDeal.DealCount,
        };
    }

    private void Fill()
    {
        var random = new SplitMix(20240102);
        for (int next = 0; next < Rows; DealCount++)
            next = AddDeal(ref random, next);
    }

    private int AddDeal(ref SplitMix random, int next)
    {
        long deal = (long)(random.Next() >> 1);
        byte segment = (byte)Math.Min(random.Below(Segments), random.Below(Segments)); // uneven
        int length = Math.Min(1 + (int)Math.Min(random.Exponential(MeanRowsBesideFirst), MaxRows), Rows - next);
        long at = s_start + (long)(random.Fraction() * CreationDays * Day);
        long cents = 50_000 + random.Below(4_000_000);
        byte from = None;
        for (int i = 0; i < length; i++, next++)
        {
            byte to = Next(ref random, from, isLast: i == length - 1);
            (Deals[next], At[next], From[next], To[next], Cents[next], SegmentOf[next]) = (deal, at, from, to, cents, segment);
            if (random.Below(3) == 0)
                cents = Math.Max(cents + random.Below(200_000) - 90_000, 0);
            at += 60_000 + (long)random.Exponential((1.5 + (Math.Min((int)to, Stages) * 0.8)) * Day);
            from = to;
        }

        return next;
    }

    private static byte Next(ref SplitMix random, byte from, bool isLast)
    {
        int roll = random.Below(100);
        if (from == None)
            return (byte)(roll < 80 ? 0 : random.Below(3));
        if (from is Won or Lost)
            return (byte)random.Below(Stages); // re-opened
        if (isLast && roll < 80)
            return roll < 30 ? Won : Lost;
        if (roll >= 97)
            return roll == 97 ? Won : Lost;
        int to = roll < 60 ? from + 1 : roll < 75 ? from + 2 : from - 1 - random.Below(2);
        to = Math.Clamp(to, 0, Stages - 1);
        return (byte)(to != from ? to : from == 0 ? 1 : from - 1); // a row is always a move
    }
}
