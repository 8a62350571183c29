using System.Buffers.Binary;

namespace SalesFunnel.Metrics;

/// <summary>The state of a deal inside a state: fields of fixed width, so that a million deals are written without looking at each byte.</summary>
internal sealed class DealStateCodec(int openStages)
{
    private const int CellAt = 48;
    private const int FlagsAt = 52;
    private const int FarAt = 54;
    private const int CurrentAt = 55;
    private const int StrictAt = 56;
    private const int TouchedAt = 57;

    private readonly int _maskBytes = openStages > 8 ? sizeof(ulong) : 1;

    public int Length => TouchedAt + (2 * _maskBytes);

    public void Write(Span<byte> target, in DealState deal, ulong touched, ulong regressed)
    {
        target = target[..Length];
        BinaryPrimitives.WriteInt64LittleEndian(target, deal.Entity);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], deal.LastAt);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], deal.LastSeq);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], deal.Clock);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], deal.Amount);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], deal.WonAmount);
        BinaryPrimitives.WriteInt32LittleEndian(target[CellAt..], deal.Cell);
        BinaryPrimitives.WriteUInt16LittleEndian(target[FlagsAt..], (ushort)deal.Flags);
        target[FarAt] = deal.Far;
        target[CurrentAt] = deal.Current;
        target[StrictAt] = deal.StrictLevel;
        WriteMask(target[TouchedAt..], touched);
        WriteMask(target[(TouchedAt + _maskBytes)..], regressed);
    }

    public DealState Read(ReadOnlySpan<byte> source, out ulong touched, out ulong regressed)
    {
        source = source[..Length];
        touched = ReadMask(source[TouchedAt..]);
        regressed = ReadMask(source[(TouchedAt + _maskBytes)..]);
        return new DealState
        {
            Entity = BinaryPrimitives.ReadInt64LittleEndian(source),
            LastAt = BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            LastSeq = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            Clock = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            Amount = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            WonAmount = BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
            Cell = BinaryPrimitives.ReadInt32LittleEndian(source[CellAt..]),
            Flags = (DealFlags)BinaryPrimitives.ReadUInt16LittleEndian(source[FlagsAt..]),
            Far = source[FarAt],
            Current = source[CurrentAt],
            StrictLevel = source[StrictAt],
        };
    }

    private void WriteMask(Span<byte> target, ulong mask)
    {
        if (_maskBytes == 1)
            target[0] = (byte)mask;
        else
            BinaryPrimitives.WriteUInt64LittleEndian(target, mask);
    }

    private ulong ReadMask(ReadOnlySpan<byte> source) => _maskBytes == 1 ? source[0] : BinaryPrimitives.ReadUInt64LittleEndian(source);
}
