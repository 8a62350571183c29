using FsCheck;
using FsCheck.Fluent;

namespace SalesFunnel.Metrics.Testing;

internal static class RowGenerator
{
    private const long Absent = DealEvent.NoValue;

    private static readonly Gen<long> Amount = Gen.Frequency(
        (3, Gen.Constant(Absent)),
        (3, Gen.Elements(0L, 10_000L, 12_345_678L, 5_000_000L, -25_000L, long.MaxValue)));

    private static readonly Gen<long> SegmentOrNone = Gen.Frequency((3, Gen.Constant(Absent)), (2, Gen.Elements(0L, 1L, 2L, -7L, long.MaxValue)));

    private static readonly Gen<int?> Step = Gen.Frequency(
        (8, Gen.Constant<int?>(1)), (2, Gen.Elements<int?>(2, 3)), (2, Gen.Constant<int?>(0)), (2, Gen.Elements<int?>(-1, -2)), (3, Gen.Constant<int?>(null)));

    /// <summary>One row of a log.</summary>
    public static Gen<EventRow> Row(int stages, int dimensions, int deals) =>
        from entity in Gen.Choose(1, deals)
        from e in EventOf(entity, stages, dimensions)
        from at in TimeGrid.InstantsOrUndated
        from seq in Gen.Choose(0, 3)
        from step in Step
        from spoil in Gen.Frequency((40, Gen.Constant<Func<DealEvent, DealEvent>?>(null)), (1, Spoils(stages, dimensions)))
        from copies in Gen.Frequency((25, Gen.Constant(false)), (1, Gen.Constant(true)))
        from salt in Gen.Choose(0, 9_999)
        select new EventRow(e, at, seq, step, spoil, copies, salt);

    private static Gen<DealEvent> EventOf(long entity, int stages, int dimensions) => Gen.Frequency(
        (50, from stage in Gen.Choose(0, stages - 1) from amount in Amount from segment in SegmentOrNone select Of(DealEventKind.Enter, stage, amount, segment)),
        (8, from amount in Amount from segment in SegmentOrNone select Of(DealEventKind.Won, 0, amount, segment)),
        (8, from reason in SegmentOrNone from segment in SegmentOrNone select Of(DealEventKind.Lost, 0, reason, segment)),
        (6, from amount in Amount select Of(DealEventKind.Amount, 0, amount == Absent ? 70_000 : amount)),
        (7, from dimension in Gen.Choose(0, dimensions - 1) from value in Gen.Choose(0, 3) select Of(DealEventKind.Segment, dimension, Absent, value)),
        (2, Gen.Constant(Of(DealEventKind.CloseDate, 0, TimeGrid.Base))),
        (6, Gen.Constant(Of(DealEventKind.Hold))),
        (6, Gen.Constant(Of(DealEventKind.Resume))),
        (2, Gen.Constant(Of(DealEventKind.Customer, 0, 77))),
        (1, Gen.Constant(Of(DealEventKind.Deleted))),
        (1, Gen.Constant(Of(DealEventKind.MergedInto, 0, 1)))).Select(e => e with { Entity = entity });

    /// <summary>Ways to make a row that no engine can use.</summary>
    private static Gen<Func<DealEvent, DealEvent>?> Spoils(int stages, int dimensions) => Gen.Elements<Func<DealEvent, DealEvent>?>(
        e => e with { Kind = DealEventKind.Enter, Stage = Math.Min(stages, 255) },
        e => e with { Kind = DealEventKind.Enter, Stage = 255 },
        e => e with { Kind = (DealEventKind)0 },
        e => e with { Kind = (DealEventKind)12 },
        e => e with { Kind = (DealEventKind)200 },
        e => e with { AtUnixMicros = EventTime.Max + 1 },
        e => e with { AtUnixMicros = EventTime.Min - 1 },
        e => e with { Kind = DealEventKind.Segment, Stage = dimensions, Segment = 1 },
        e => e with { Kind = DealEventKind.Segment, Stage = 0, Segment = Absent },
        e => e with { Kind = DealEventKind.Amount, Value = Absent },
        e => e with { Segment = SegmentValue.Other },
        e => e with { Value = SegmentValue.Other });

    private static DealEvent Of(DealEventKind kind, int stage = 0, long value = Absent, long segment = Absent) =>
        new(0, EventTime.Undated, DealEvent.NoSeq, kind, stage, value, segment);
}
