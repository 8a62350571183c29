using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SalesFunnel.Metrics;

/// <summary>A growing array whose elements start on a cache line, once it is too large for the cache to make that irrelevant.</summary>
/// <remarks>Large arrays are pinned, so the alignment stays. Indexes are not checked in release builds: the owner keeps them below <see cref="Capacity"/>.</remarks>
internal sealed class CacheAlignedArray<T>
    where T : unmanaged
{
    private const int CacheLine = 64;
    private const int AlignFromBytes = 1 << 16;

    private T[] _array = [];
    private nint _offset; // bytes from the first element to the first cache line

    public int Capacity { get; private set; }

    public long Bytes => (long)_array.Length * Unsafe.SizeOf<T>();

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)index < (uint)Capacity, "The owner keeps indexes below the capacity.");
            return ref Unsafe.Add(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_array), _offset), index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(int start, int length)
    {
        Debug.Assert((uint)start <= (uint)Capacity && (uint)length <= (uint)(Capacity - start), "The owner keeps ranges below the capacity.");
        return MemoryMarshal.CreateSpan(ref this[start], length);
    }

    /// <summary>Asks for the cache line of an element. A hint: if the array is replaced meanwhile, a wrong line is fetched and nothing else happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int index)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref this[index]));
    }

    /// <summary>Makes room for more elements and keeps the first ones; new elements are zero.</summary>
    public unsafe void Grow(int capacity, int used)
    {
        long bytes = (long)capacity * Unsafe.SizeOf<T>();
        bool align = bytes >= AlignFromBytes;
        int spare = align ? (CacheLine / Unsafe.SizeOf<T>()) + 1 : 0;
        T[] array = align ? GC.AllocateArray<T>(checked(capacity + spare), pinned: true) : new T[capacity];
        nint offset = 0;
        if (align)
        {
            nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
            offset = (CacheLine - (address & (CacheLine - 1))) & (CacheLine - 1); // less than the spare elements
        }

        ref T first = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(array), offset);
        if (used > 0)
            Slice(0, used).CopyTo(MemoryMarshal.CreateSpan(ref first, used));
        (_array, _offset, Capacity) = (array, offset, capacity);
    }

    public CacheAlignedArray<T> Clone(int used)
    {
        var copy = new CacheAlignedArray<T>();
        copy.Grow(Capacity, 0);
        if (used > 0)
            Slice(0, used).CopyTo(copy.Slice(0, used));
        return copy;
    }
}
