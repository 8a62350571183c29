using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Finds the state of a deal: an open-addressing index of 4-byte entries over dense states of one cache line each.</summary>
/// <remarks>An index entry holds the slot, and in the bits that the slot leaves free a part of the hash, so a look-up touches the state only where it is
/// likely the right one: for a million deals 2,047 of 2,048 others are told apart by the index alone.</remarks>
internal sealed class DealTable
{
    private const int FirstDeals = 8;
    private const int ManyDeals = 1 << 12;

    private readonly StageMasks _masks;
    private readonly CacheAlignedArray<uint> _index; // part of the hash, then slot + 1; 0 = free
    private readonly CacheAlignedArray<DealState> _states;
    private int _shift; // of the 64-bit hash to a place
    private int _slotBits;

    public DealTable(StageMasks masks, int expectedDeals)
    {
        _masks = masks;
        _index = new CacheAlignedArray<uint>();
        _states = new CacheAlignedArray<DealState>();
        Grow(Math.Max(expectedDeals, FirstDeals));
    }

    private DealTable(DealTable other, StageMasks masks)
    {
        _masks = masks;
        _index = other._index.Clone(other._index.Capacity);
        _states = other._states.Clone(other.Count);
        _shift = other._shift;
        _slotBits = other._slotBits;
        Count = other.Count;
    }

    public int Count { get; private set; }

    public long Bytes => _index.Bytes + _states.Bytes + _masks.Bytes;

    public DealTable Clone(StageMasks masks) => new(this, masks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref DealState At(int slot) => ref _states[slot];

    /// <summary>Asks for the cache line where the look-up of a hash starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchIndex(ulong hash) => _index.Prefetch((int)(hash >> _shift));

    /// <summary>Asks for the cache line of a state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchState(int slot) => _states.Prefetch(slot);

    /// <summary>Gets the slot of a deal, new if it was not known.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="hash">Its <see cref="EntityHash.Mix"/>: a bijection, but only a part of it is kept in the index.</param>
    public int GetOrAdd(long entity, ulong hash)
    {
        int mask = _index.Capacity - 1;
        for (int i = (int)(hash >> _shift); ; i = (i + 1) & mask)
        {
            uint entry = _index[i];
            if (entry == 0)
                return Add(entity, hash, i);
            if ((entry ^ (uint)hash) >> _slotBits == 0)
            {
                int slot = (int)(entry & (uint)mask) - 1;
                if (At(slot).Entity == entity)
                    return slot;
            }
        }
    }

    /// <summary>Guesses the slot of a deal from the index alone, without waiting for its state.</summary>
    /// <returns>The slot of the first deal whose hash looks the same, nearly always the right one; −1 when there is none.</returns>
    /// <param name="hash">Its <see cref="EntityHash.Mix"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindCandidate(ulong hash)
    {
        int mask = _index.Capacity - 1;
        for (int i = (int)(hash >> _shift); ; i = (i + 1) & mask)
        {
            uint entry = _index[i];
            if (entry == 0 || (entry ^ (uint)hash) >> _slotBits == 0)
                return (int)(entry & (uint)mask) - 1;
        }
    }

    private int Add(long entity, ulong hash, int place)
    {
        int slot = Count;
        if (slot == _states.Capacity)
        {
            Grow(checked(slot * (slot < ManyDeals ? 4 : 2)));
            place = FreePlace(hash);
        }

        _index[place] = Entry(hash, slot);
        At(slot).Reset(entity, noSegments: 0);
        _masks.Clear(slot);
        Count = slot + 1;
        return slot;
    }

    // At most 70 % of the places are taken, so slot + 1 always fits the bits of a place.
    private uint Entry(ulong hash, int slot) => ((uint)hash >> _slotBits << _slotBits) | (uint)(slot + 1);

    private int FreePlace(ulong hash)
    {
        int mask = _index.Capacity - 1;
        int i = (int)(hash >> _shift);
        while (_index[i] != 0)
            i = (i + 1) & mask;
        return i;
    }

    /// <summary>Makes room for deals, in states, index and masks together.</summary>
    private void Grow(int deals)
    {
        _states.Grow(deals, Count);
        _masks.Reserve(deals);
        int index = Math.Max(_index.Capacity, 2 * FirstDeals);
        while (index * 7L / 10 < deals) // at most 70 % full: probes stay within a cache line or two
            index = checked(index * 2);
        if (index == _index.Capacity)
            return;
        _index.Grow(index, 0);
        _slotBits = int.Log2(index);
        _shift = 64 - _slotBits;
        for (int slot = 0; slot < Count; slot++)
        {
            ulong hash = EntityHash.Mix((ulong)At(slot).Entity);
            _index[FreePlace(hash)] = Entry(hash, slot);
        }
    }
}
