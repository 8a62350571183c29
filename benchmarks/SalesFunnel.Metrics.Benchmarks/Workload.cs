namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>Made-up stage history of about eight events a deal: skips, moves back, re-opened deals, repeats and changing amounts; 50 segments,
/// first entries over two years. The same events for the same size on every machine.</summary>
internal sealed class Workload
{
    public const int Segments = 50;
    public const int EventsPerDeal = 8;
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly CohortCalendar Calendar = CohortCalendar.Of(CohortUnit.Month);
    public static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Benchmark")
        .Stage("New", StageRole.Awareness).Stage("Contacted").Stage("Qualified", StageRole.Interest).Stage("Demo")
        .Stage("Proposal", StageRole.Decision).Stage("Negotiation").Stage("Contract").Won("Signed");

    private const long Day = 86_400_000_000;
    private const int CreationDays = 700;

    private Workload(int events, int deals)
    {
        Entities = new long[events];
        AtUnixMicros = new long[events];
        Stages = new byte[events];
        Kinds = new DealEventKind[events];
        Values = new long[events];
        SegmentValues = new long[events];
        Deals = deals;
    }

    public int Events => Entities.Length;

    public int Deals { get; }

    public long[] Entities { get; }

    public long[] AtUnixMicros { get; }

    public byte[] Stages { get; }

    public DealEventKind[] Kinds { get; }

    public long[] Values { get; }

    public long[] SegmentValues { get; }

    public long LastAtUnixMicros { get; private set; }

    public EventBatch Batch => new(Entities, AtUnixMicros, Stages, Kinds, Values, SegmentValues);

    public static Workload Create(int events, EventLayout layout)
    {
        var sorted = new Workload(events, Math.Max(events / EventsPerDeal, 1));
        sorted.Fill();
        return layout == EventLayout.Sorted ? sorted : sorted.ByTime();
    }

    public DealEvent[] ToRows()
    {
        var rows = new DealEvent[Events];
        EventBatch batch = Batch;
        for (int i = 0; i < rows.Length; i++)
            rows[i] = batch[i];
        return rows;
    }

    private void Fill()
    {
        var random = new SplitMix(20240101);
        long start = EventTime.ToUnixMicros(Start);
        int next = 0;
        for (int deal = 0; deal < Deals; deal++)
        {
            int dealsLeft = Deals - deal;
            int eventsLeft = Events - next;
            int length = dealsLeft == 1 ? eventsLeft : Math.Min(LengthOf(ref random), eventsLeft - (dealsLeft - 1));
            if (eventsLeft > (long)dealsLeft * EventsPerDeal)
                length = Math.Max(length, EventsPerDeal); // keeps the mean, so that the last deal does not take a large rest
            next = AddDeal(ref random, next, length, start);
        }

        LastAtUnixMicros = AtUnixMicros.Max();
    }

    private static int LengthOf(ref SplitMix random) => 2 + (int)Math.Min(random.Exponential(5.5), 400);

    private int AddDeal(ref SplitMix random, int next, int length, long start)
    {
        long entity = (long)random.Next(); // sparse ids
        long segment = Math.Min(random.Below(Segments), random.Below(Segments)); // uneven
        long at = start + (long)(random.Fraction() * CreationDays * Day);
        long amount = (500 + random.Below(40_000)) * AmountE4.Scale;
        int stage = random.Below(5) == 0 ? random.Below(3) : 0;
        bool closed = false;
        for (int i = 0; i < length; i++, next++)
        {
            Entities[next] = entity;
            AtUnixMicros[next] = at;
            SegmentValues[next] = i == 0 ? segment : DealEvent.NoValue;
            Values[next] = DealEvent.NoValue;
            Kinds[next] = DealEventKind.Enter;
            int roll = random.Below(100);
            if (i > 0 && i == length - 1 && roll < 85 && !closed)
            {
                Kinds[next] = roll < 35 ? DealEventKind.Won : DealEventKind.Lost;
            }
            else if (i > 0 && closed)
            {
                closed = false; // an event after the outcome re-opens the deal in the stage it was in
            }
            else if (i > 0)
            {
                switch (roll)
                {
                    case < 54:
                        stage = Math.Min(stage + 1, Funnel.OpenStageCount - 1);
                        break;
                    case < 64:
                        stage = Math.Min(stage + 2, Funnel.OpenStageCount - 1);
                        break;
                    case < 86:
                        stage = Math.Max(stage - 1 - random.Below(2), 0);
                        break;
                    case < 98:
                        Kinds[next] = DealEventKind.Amount;
                        break;
                    default:
                        Kinds[next] = roll == 98 ? DealEventKind.Lost : DealEventKind.Won;
                        closed = true;
                        break;
                }
            }

            if (Kinds[next] == DealEventKind.Amount || (Kinds[next] != DealEventKind.Lost && (i == 0 || roll % 3 == 0)))
            {
                amount += (random.Below(2_000) - 900) * AmountE4.Scale / 4;
                Values[next] = Math.Max(amount, 0);
            }

            Stages[next] = Kinds[next] == DealEventKind.Enter ? (byte)stage : (byte)0;
            at += 60_000_000 + (long)(random.Exponential(1.5 + (stage * 0.8)) * Day);
        }

        return next;
    }

    private Workload ByTime()
    {
        long[] keys = (long[])AtUnixMicros.Clone();
        int[] order = new int[Events];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order); // times are distinct within a deal, so no tie can swap two events of one deal
        var byTime = new Workload(Events, Deals) { LastAtUnixMicros = LastAtUnixMicros };
        for (int i = 0; i < order.Length; i++)
        {
            int from = order[i];
            byTime.Entities[i] = Entities[from];
            byTime.AtUnixMicros[i] = AtUnixMicros[from];
            byTime.Stages[i] = Stages[from];
            byTime.Kinds[i] = Kinds[from];
            byTime.Values[i] = Values[from];
            byTime.SegmentValues[i] = SegmentValues[from];
        }

        return byTime;
    }
}
