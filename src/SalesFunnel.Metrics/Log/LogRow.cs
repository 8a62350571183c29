using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>An event while a log is built. Narrow fields last: 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LogRow(long At, long Seq, long Value, long Segment, long Position, int Deal, DealEventKind Kind, byte Stage)
{
    public bool IsAfter(in LogRow other) => At != other.At ? At > other.At : Seq > other.Seq;

    public bool Duplicates(in LogRow other) => Seq != DealEvent.NoSeq && Seq == other.Seq && At == other.At;
}
