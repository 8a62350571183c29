using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>What can be refused by looking at an event alone; tracker and log share it.</summary>
internal static class EventCheck
{
    /// <returns>The reason, or 0 for an event that can be counted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RejectReason Refuse(long at, DealEventKind kind, int stage, long value, long segment, int stages, int dimensions)
    {
        if (kind == DealEventKind.Enter && (uint)stage < (uint)stages && IsPlain(at, value, segment))
            return 0;
        return RefuseOther(at, kind, stage, value, segment, stages, dimensions);
    }

    private static RejectReason RefuseOther(long at, DealEventKind kind, int stage, long value, long segment, int stages, int dimensions)
    {
        if (kind is < DealEventKind.Enter or > DealEventKind.MergedInto || !IsPlain(at, value, segment))
            return RejectReason.NotRepresentable;
        if (kind == DealEventKind.Segment && ((uint)stage >= (uint)dimensions || segment == DealEvent.NoValue))
            return RejectReason.NotRepresentable;
        if (kind == DealEventKind.Amount && value == DealEvent.NoValue)
            return RejectReason.NotRepresentable;
        return kind == DealEventKind.Enter && (uint)stage >= (uint)stages ? RejectReason.UnknownStage : 0;
    }

    private static bool IsPlain(long at, long value, long segment) =>
        EventTime.IsRepresentable(at) && value != SegmentValue.Other && segment != SegmentValue.Other;
}
