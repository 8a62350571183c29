using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SalesFunnel.Metrics;

/// <summary>Finds the state of a deal: an open-addressing index of 8-byte entries over dense states of one cache line each.</summary>
/// <remarks>An index entry holds 32 bits of the hash beside the slot, so a look-up touches the state only where it is very likely the right one.
/// Large state arrays are pinned and their states start on cache lines, so that a state costs one line and not two.</remarks>
internal sealed class DealTable
{
    private const int MinIndex = 16;
    private const int CacheLine = 64;
    private const int AlignFrom = 1 << 10; // states; below, everything is in cache anyway

    private readonly StageMasks _masks;
    private readonly int _noSegments;
    private ulong[] _index; // hash in the high half, slot + 1 in the low half; 0 = free
    private int _shift;
    private DealState[] _states;
    private nint _alignment; // bytes from the first element to the first cache line
    private int _capacity;

    public DealTable(StageMasks masks, int noSegments, int expectedDeals)
    {
        _masks = masks;
        _noSegments = noSegments;
        int index = MinIndex;
        while (index / 2 < expectedDeals)
            index = checked(index * 2);
        _index = new ulong[index];
        _shift = 64 - int.Log2(index);
        _states = [];
        Reserve(Math.Max(expectedDeals, MinIndex / 2));
    }

    private DealTable(DealTable other, StageMasks masks)
    {
        _masks = masks;
        _noSegments = other._noSegments;
        _index = (ulong[])other._index.Clone();
        _shift = other._shift;
        _states = [];
        Reserve(other._capacity);
        for (int slot = 0; slot < other.Count; slot++)
            At(slot) = other.At(slot);
        Count = other.Count;
    }

    public int Count { get; private set; }

    public long Bytes => ((long)_index.Length * sizeof(ulong)) + ((long)_states.Length * Unsafe.SizeOf<DealState>()) + _masks.Bytes;

    public DealTable Clone(StageMasks masks) => new(this, masks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref DealState At(int slot)
    {
        Debug.Assert((uint)slot < (uint)_capacity, "A slot comes from GetOrAdd and is below the capacity.");
        return ref Unsafe.Add(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_states), _alignment), slot);
    }

    /// <summary>Asks for the cache line where the look-up of a hash starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchIndex(ulong hash)
    {
        if (Sse.IsSupported) // a hint: if the array moves meanwhile, the wrong line is fetched and nothing else happens
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_index), (nint)(hash >> _shift))));
    }

    /// <summary>Asks for the cache line of a state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchState(int slot)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref At(slot)));
    }

    /// <summary>Gets the slot of a deal, new if it was not known.</summary>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="hash">Its <see cref="EntityHash.Mix"/>: a bijection, but only half of it is kept in the index.</param>
    public int GetOrAdd(long entity, ulong hash)
    {
        ulong[] index = _index;
        int mask = index.Length - 1;
        for (int i = (int)(hash >> _shift); ; i++)
        {
            ulong entry = index[i & mask];
            if (entry == 0)
                return Add(entity, hash, i & mask);
            if ((entry ^ (hash << 32)) >> 32 == 0)
            {
                int slot = (int)(uint)entry - 1;
                if (At(slot).Entity == entity)
                    return slot;
            }
        }
    }

    private int Add(long entity, ulong hash, int place)
    {
        int slot = Count;
        if (slot == _capacity)
            Reserve(checked(_capacity * 2));
        if ((slot + 1L) * 10 > _index.Length * 7L)
        {
            GrowIndex();
            place = FreePlace(hash);
        }

        _index[place] = (hash << 32) | (uint)(slot + 1);
        At(slot).Reset(entity, _noSegments);
        _masks.Clear(slot);
        Count = slot + 1;
        return slot;
    }

    private int FreePlace(ulong hash)
    {
        int mask = _index.Length - 1;
        int i = (int)(hash >> _shift);
        while (_index[i & mask] != 0)
            i++;
        return i & mask;
    }

    private void GrowIndex()
    {
        _index = new ulong[checked(_index.Length * 2)];
        _shift--;
        for (int slot = 0; slot < Count; slot++)
        {
            ulong hash = EntityHash.Mix((ulong)At(slot).Entity);
            _index[FreePlace(hash)] = (hash << 32) | (uint)(slot + 1);
        }
    }

    private unsafe void Reserve(int capacity)
    {
        bool align = capacity >= AlignFrom;
        DealState[] states = align ? GC.AllocateUninitializedArray<DealState>(capacity + 1, pinned: true) : new DealState[capacity];
        nint alignment = 0;
        if (align)
        {
            nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(states));
            alignment = (CacheLine - (address & (CacheLine - 1))) & (CacheLine - 1); // at most 63 of the 64 bytes of the extra element
        }

        ref DealState first = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(states), alignment);
        for (int slot = 0; slot < Count; slot++)
            Unsafe.Add(ref first, slot) = At(slot);
        (_states, _alignment, _capacity) = (states, alignment, capacity);
        _masks.Reserve(capacity);
    }
}
