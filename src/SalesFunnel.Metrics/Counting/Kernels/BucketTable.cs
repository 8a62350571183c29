using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>One histogram for all cells: an open-addressing table from (cell, stage, end, bucket) to a count.</summary>
/// <remarks>Durations of one cell fall into few of the 3,712 buckets, so a dense row per cell would be mostly zeros. Growing doubles the table, so a
/// stream of n visits allocates at most log₂(n) times. Counts stay below 2⁶³.</remarks>
internal sealed class BucketTable
{
    private const int InitialCapacity = 1 << 8;

    private Entry[] _entries;
    private int _shift;
    private int _used;

    public BucketTable()
    {
        _entries = new Entry[InitialCapacity];
        _shift = 64 - 8;
    }

    private BucketTable(BucketTable other)
    {
        _entries = (Entry[])other._entries.Clone();
        _shift = other._shift;
        _used = other._used;
    }

    public long Bytes => (long)_entries.Length * Unsafe.SizeOf<Entry>();

    public BucketTable Clone() => new(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment(long key)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int i = (int)(Scatter(key) >> _shift);
        while (true)
        {
            ref Entry entry = ref entries[i & mask];
            if (entry.KeyPlusOne == key + 1)
            {
                entry.Count++;
                return;
            }

            if (entry.KeyPlusOne == 0)
            {
                entry = new Entry { KeyPlusOne = key + 1, Count = 1 };
                if (++_used * 2 > entries.Length)
                    Grow();
                return;
            }

            i++;
        }
    }

    public IEnumerable<(long Key, long Count)> All()
    {
        foreach (Entry entry in _entries)
        {
            if (entry.KeyPlusOne != 0)
                yield return (entry.KeyPlusOne - 1, entry.Count);
        }
    }

    // Neighbouring buckets are often filled together; multiplying by an odd constant spreads them over the table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Scatter(long key) => (ulong)key * 0x9E3779B97F4A7C15;

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        int mask = _entries.Length - 1;
        foreach (Entry entry in old)
        {
            if (entry.KeyPlusOne == 0)
                continue;
            int i = (int)(Scatter(entry.KeyPlusOne - 1) >> _shift);
            while (_entries[i & mask].KeyPlusOne != 0)
                i++;
            _entries[i & mask] = entry;
        }
    }

    private struct Entry
    {
        public long KeyPlusOne;
        public long Count;
    }
}
