using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Events that wait for their part of the states: one stretch of records for each part.</summary>
internal sealed class LevelBuffer
{
    private readonly CacheAlignedArray<LevelRecord> _records = new();
    private int[] _waiting = [];
    private int _room;

    /// <summary>Gets how many records a part has room for.</summary>
    public int Room => _room;

    public long Bytes => _records.Bytes;

    /// <summary>Makes an empty stretch of equal room for each of 2ⁿ parts.</summary>
    public void Divide(int bits, int room)
    {
        _room = room;
        _waiting = new int[1 << bits];
        _records.Grow(room << bits, 0);
    }

    /// <summary>Appends a record.</summary>
    /// <returns>Whether the stretch is full now: <see cref="Take"/> it before the next.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Put(int partition, LevelRecord record)
    {
        ref int waiting = ref _waiting[partition];
        _records[(partition * _room) + waiting] = record;
        return ++waiting == _room;
    }

    /// <summary>The records of a part, which are taken out; good until the next <see cref="Put"/>.</summary>
    public ReadOnlySpan<LevelRecord> Take(int partition)
    {
        int count = _waiting[partition];
        _waiting[partition] = 0;
        return count == 0 ? default : _records.Slice(partition * _room, count);
    }

    public void Clear() => Array.Clear(_waiting);
}
