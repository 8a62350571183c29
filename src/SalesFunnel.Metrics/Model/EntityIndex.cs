using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Gives outer identifiers (strings or GUIDs) the dense 64-bit ids 0, 1, 2 … that the engine works on, and gives them back.</summary>
/// <remarks>A look-up of a known identifier allocates nothing. Strings are compared ordinally. A GUID and its text of 36 lower-case
/// characters are the same entity. Part of the state of whoever uses it: the same identifier gets another id in another index. An identifier of
/// n characters takes about 2n + 20 bytes.</remarks>
public sealed partial class EntityIndex
{
    // No string object per identifier: the texts stand one after another in blocks, each after its length.
    private const int BlockBits = 16;
    private const int BlockChars = 1 << BlockBits;
    private const int FirstBlockChars = 128; // most indexes hold a few values
    private const int MaxBlocks = 1 << (32 - BlockBits);
    private const int FirstSlots = 16;

    private readonly List<char[]> _blocks = [];
    private readonly List<uint> _places; // by id: number of the block above, offset below
    private ulong[] _slots; // open addressing: hash above, id + 1 below; 0 = free
    private int _used = BlockChars; // of the last shared block
    private int _shared = -1; // number of the last shared block; a text that fills more than one has a block of its own
    private int _last = -1; // rows of one entity often follow each other

    /// <summary>Creates an empty index.</summary>
    /// <param name="capacity">How many entities are expected.</param>
    public EntityIndex(int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _places = new List<uint>(capacity);
        int slots = FirstSlots;
        while (slots < 1 << 30 && IsFull(capacity, slots))
            slots *= 2;
        _slots = new ulong[slots];
    }

    /// <summary>Gets the number of entities.</summary>
    public int Count => _places.Count;

    /// <summary>Gets the id of an entity, new if it was not known.</summary>
    /// <param name="outerId">The outer identifier.</param>
    public long GetOrAdd(ReadOnlySpan<char> outerId)
    {
        if (_last >= 0 && TextOf(_last).SequenceEqual(outerId))
            return _last;
        uint hash = Hash(outerId);
        _last = Find(outerId, hash, out int slot) is >= 0 and var id ? id : Add(outerId, hash, slot);
        return _last;
    }

    /// <summary>Gets the id of an entity, new if it was not known.</summary>
    /// <param name="outerId">The outer identifier.</param>
    public long GetOrAdd(Guid outerId)
    {
        Span<char> text = stackalloc char[36];
        outerId.TryFormat(text, out _);
        return GetOrAdd(text);
    }

    /// <summary>Looks an entity up without adding it.</summary>
    /// <returns>False when the identifier is not known.</returns>
    /// <param name="outerId">The outer identifier.</param>
    /// <param name="id">Its id.</param>
    public bool TryGet(ReadOnlySpan<char> outerId, out long id)
    {
        int found = Find(outerId, Hash(outerId), out _);
        id = Math.Max(found, 0);
        return found >= 0;
    }

    /// <summary>Gives an outer identifier back.</summary>
    /// <param name="id">An id that this index gave.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id was not given by this index.</exception>
    public string OuterId(long id) => id >= 0 && id < Count
        ? TextOf((int)id).ToString()
        : throw new ArgumentOutOfRangeException(nameof(id), id, "The id was not given by this index.");

    // Seeded anew in every process, so that no file can be made to collide.
    private static uint Hash(ReadOnlySpan<char> text) => (uint)string.GetHashCode(text);

    private static bool IsFull(int count, int slots) => count * 3L > slots * 2L;

    private static int FreeSlot(ulong[] slots, uint hash)
    {
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        return slot;
    }

    private int Find(ReadOnlySpan<char> text, uint hash, out int slot)
    {
        ulong[] slots = _slots;
        int mask = slots.Length - 1;
        for (slot = (int)hash & mask; slots[slot] is not 0 and var found; slot = (slot + 1) & mask)
        {
            if ((uint)(found >> 32) == hash && TextOf((int)found - 1).SequenceEqual(text))
                return (int)found - 1;
        }

        return -1;
    }

    private int Add(ReadOnlySpan<char> text, uint hash, int slot)
    {
        int id = Count;
        _places.Add(Keep(text));
        if (IsFull(id + 1, _slots.Length))
        {
            Grow();
            slot = FreeSlot(_slots, hash);
        }

        _slots[slot] = ((ulong)hash << 32) | (uint)(id + 1);
        return id;
    }

    private void Grow()
    {
        var slots = new ulong[checked(_slots.Length * 2)];
        foreach (ulong used in _slots)
        {
            if (used != 0)
                slots[FreeSlot(slots, (uint)(used >> 32))] = used;
        }

        _slots = slots;
    }

    private ReadOnlySpan<char> TextOf(int id) => TextAt(_places[id]);

    private ReadOnlySpan<char> TextAt(uint place)
    {
        char[] block = _blocks[(int)(place >> BlockBits)];
        if (block.Length > BlockChars)
            return block.AsSpan(1);
        int start = (int)(place & (BlockChars - 1));
        return block.AsSpan(start + 1, block[start]);
    }

    private uint Keep(ReadOnlySpan<char> text)
    {
        if (text.Length >= BlockChars)
        {
            var own = new char[text.Length + 1]; // longer than any shared block
            text.CopyTo(own.AsSpan(1));
            return PlaceOf(AddBlock(own), 0);
        }

        if (_used + text.Length + 1 > BlockChars)
        {
            _shared = AddBlock(new char[FirstBlockChars]);
            _used = 0;
        }

        int start = _used;
        char[] block = _blocks[_shared];
        if (start + text.Length + 1 > block.Length)
        {
            Array.Resize(ref block, (int)BitOperations.RoundUpToPowerOf2((uint)(start + text.Length + 1)));
            _blocks[_shared] = block;
        }

        block[start] = (char)text.Length;
        text.CopyTo(block.AsSpan(start + 1));
        _used += text.Length + 1;
        return PlaceOf(_shared, start);
    }

    private static uint PlaceOf(int block, int offset) => ((uint)block << BlockBits) | (uint)offset;

    private int AddBlock(char[] block)
    {
        if (_blocks.Count == MaxBlocks)
            throw new InvalidOperationException("The texts of the identifiers take more than 8 GB, which is the most that one index holds. Use shorter or numeric identifiers.");
        _blocks.Add(block);
        return _blocks.Count - 1;
    }
}
