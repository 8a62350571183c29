using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>An event while a log is built.</summary>
internal readonly record struct LogRow(long At, long Seq, long Value, long Segment, long Position, int Deal, DealEventKind Kind, byte Stage)
{
    public bool IsAfter(in LogRow other) => At != other.At ? At > other.At : Seq > other.Seq;

    public bool Duplicates(in LogRow other) => Seq != DealEvent.NoSeq && Seq == other.Seq && At == other.At;
}

/// <summary>The same in 36 bytes instead of 48, for numbers that fit 32 bits. One that does not sends its row to a list beside it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct NarrowLogRow(long at, long value, int deal, int seq, int segment, int position, DealEventKind kind, byte stage, bool isWide)
{
    public readonly long At = at;
    public readonly long Value = value;
    public readonly int Deal = deal;
    public readonly int Seq = seq;
    public readonly int Segment = segment;

    /// <summary>Of a wide row the number in the list of wide ones.</summary>
    public readonly int Position = position;
    public readonly DealEventKind Kind = kind;
    public readonly byte Stage = stage;
    public readonly bool IsWide = isWide;
}
