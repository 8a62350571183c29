using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Finds the state of a deal: an open-addressing index of 4-byte entries over dense states of one cache line each.</summary>
/// <remarks>An index entry holds the slot, and in the bits that the slot leaves free a part of the hash, so a look-up touches the state only where it is
/// likely the right one: for a million deals 2,047 of 2,048 others are told apart by the index alone.</remarks>
internal sealed class DealTable
{
    /// <summary>What <see cref="GetOrAdd"/> returns for a deal whose state was compacted.</summary>
    public const int CompactedSlot = -1;

    private const int FirstDeals = 8;
    private const int ManyDeals = 1 << 12;

    private readonly StageMasks _masks;
    private readonly CacheAlignedArray<uint> _index; // part of the hash, then slot + 1; 0 = free
    private readonly CacheAlignedArray<DealState> _states;
    private readonly int _reserved;
    private int _shift; // of the 64-bit hash to a place
    private int _slotBits;

    public DealTable(StageMasks masks, int expectedDeals)
    {
        _masks = masks;
        _index = new CacheAlignedArray<uint>();
        _states = new CacheAlignedArray<DealState>();
        Compacted = new EntitySet();
        _reserved = Math.Max(expectedDeals, FirstDeals);
        Grow(_reserved);
    }

    private DealTable(DealTable other, StageMasks masks)
    {
        _masks = masks;
        _index = other._index.Clone(other._index.Capacity);
        _states = other._states.Clone(other.Count);
        Compacted = other.Compacted; // only Compact changes it, which a copy is never asked for
        _reserved = other._reserved;
        _shift = other._shift;
        _slotBits = other._slotBits;
        Count = other.Count;
    }

    public int Count { get; private set; }

    /// <summary>The deals that only the id is kept of; none of them is in the table.</summary>
    public EntitySet Compacted { get; }

    public long Bytes => _index.Bytes + _states.Bytes + _masks.Bytes + Compacted.Bytes;

    public DealTable Clone(StageMasks masks) => new(this, masks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref DealState At(int slot) => ref _states[slot];

    /// <summary>Asks for the cache line where the look-up of a hash starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchIndex(ulong hash) => _index.Prefetch((int)(hash >> _shift));

    /// <summary>Asks for the cache line of a state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchState(int slot) => _states.Prefetch(slot);

    /// <summary>Gets the slot of a deal, new if it was not known; <see cref="CompactedSlot"/> when it was compacted.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="hash">Its <see cref="EntityHash.Mix"/>: a bijection, but only a part of it is kept in the index.</param>
    public int GetOrAdd(long entity, ulong hash)
    {
        int mask = _index.Capacity - 1;
        for (int i = (int)(hash >> _shift); ; i = (i + 1) & mask)
        {
            uint entry = _index[i];
            if (entry == 0)
                return Compacted.Count != 0 && Compacted.Contains(hash) ? CompactedSlot : Add(entity, hash, i);
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

    /// <summary>Makes room for deals that are about to come.</summary>
    public void Reserve(int deals)
    {
        if (deals > _states.Capacity)
            Grow(deals);
    }

    /// <summary>Takes over a deal that was saved.</summary>
    /// <returns>False when it is there already, or compacted.</returns>
    public bool TryRestore(in DealState deal, ulong touched, ulong regressed)
    {
        int expected = Count;
        int slot = GetOrAdd(deal.Entity, EntityHash.Mix((ulong)deal.Entity));
        if (slot != expected)
            return false;
        At(slot) = deal;
        _masks.Set(ref At(slot), slot, touched, regressed);
        return true;
    }

    /// <summary>Keeps only the id of a deal; its slot is free for <see cref="Move"/> until <see cref="Trim"/>.</summary>
    public void Compact(int slot) => Compacted.Add(EntityHash.Mix((ulong)At(slot).Entity));

    /// <summary>Moves a deal down to a slot that is free; the index is right again after <see cref="Trim"/>.</summary>
    public void Move(int slot, int target)
    {
        if (slot == target)
            return;
        At(target) = At(slot);
        _masks.Move(slot, target);
    }

    /// <summary>Keeps the first deals only, and gives memory back: at most twice what they need stays.</summary>
    public void Trim(int deals)
    {
        Count = deals;
        int capacity = _states.Capacity;
        while (capacity / 2 >= Math.Max(deals, _reserved))
            capacity /= 2;
        if (capacity < _states.Capacity)
        {
            _states.Grow(capacity, deals);
            _masks.Trim(capacity);
        }

        BuildIndex(PlacesFor(capacity));
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
        if (PlacesFor(deals) is var places && places != _index.Capacity)
            BuildIndex(places);
    }

    private static int PlacesFor(int deals)
    {
        int places = 2 * FirstDeals;
        while (places * 7L / 10 < deals) // at most 70 % full: probes stay within a cache line or two
            places = checked(places * 2);
        return places;
    }

    private void BuildIndex(int places)
    {
        if (places == _index.Capacity)
            _index.Slice(0, places).Clear();
        else
            _index.Grow(places, 0);
        _slotBits = int.Log2(places);
        _shift = 64 - _slotBits;
        for (int slot = 0; slot < Count; slot++)
        {
            ulong hash = EntityHash.Mix((ulong)At(slot).Entity);
            _index[FreePlace(hash)] = Entry(hash, slot);
        }
    }
}
