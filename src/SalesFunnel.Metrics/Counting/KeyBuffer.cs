using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Keys that were appended and not yet merged, with as much room again to sort them.</summary>
internal sealed class KeyBuffer<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private T[] _keys;
    private T[] _scratch = [];
    private int _count;

    public KeyBuffer(int capacity) => _keys = GC.AllocateUninitializedArray<T>(capacity);

    private KeyBuffer(KeyBuffer<T> other)
    {
        _keys = (T[])other._keys.Clone();
        _count = other._count;
    }

    public int Capacity => _keys.Length;

    public int Count => _count;

    public long Bytes => (_keys.LongLength + _scratch.LongLength) * T.Zero.GetByteCount();

    public KeyBuffer<T> Clone() => new(this);

    /// <returns>False, with nothing added, when the buffer is full.</returns>
    public bool TryAdd(T key)
    {
        T[] keys = _keys;
        int count = _count;
        if ((uint)count >= (uint)keys.Length)
            return false;
        keys[count] = key;
        _count = count + 1;
        return true;
    }

    /// <summary>Sorts the keys and takes them out; they stay readable until the next one is added.</summary>
    public ReadOnlySpan<T> TakeSorted()
    {
        Span<T> keys = _keys.AsSpan(0, _count);
        if (_scratch.Length < keys.Length)
            _scratch = GC.AllocateUninitializedArray<T>(_keys.Length);
        RadixSort.Sort(keys, _scratch);
        _count = 0;
        return keys;
    }

    /// <summary>Replaces the empty buffer by a larger one.</summary>
    public void Grow(int capacity)
    {
        _keys = GC.AllocateUninitializedArray<T>(capacity); // only what was added is ever read
        _scratch = GC.AllocateUninitializedArray<T>(capacity);
    }
}
