namespace SalesFunnel.Metrics;

/// <summary>A set of entities that only grows: their hashes of 8 bytes in open addressing, 12 to 23 bytes an entity.</summary>
/// <remarks>The hash is a bijection, so it tells the entity; and growing needs no hashing.</remarks>
internal sealed class EntitySet
{
    private const int FirstPlaces = 16;

    private readonly CacheAlignedArray<ulong> _hashes = new(); // 0 = free
    private int _shift;
    private bool _hasZero; // the hash that looks like a free place

    public int Count { get; private set; }

    public long Bytes => _hashes.Bytes;

    public bool Contains(ulong hash)
    {
        if (hash == 0)
            return _hasZero;
        return _hashes.Capacity != 0 && _hashes[PlaceOf(hash)] != 0;
    }

    /// <returns>False when it was there already.</returns>
    /// <param name="hash">The <see cref="EntityHash.Mix"/> of the entity.</param>
    public bool Add(ulong hash)
    {
        if (Contains(hash))
            return false;
        if (hash == 0)
        {
            _hasZero = true;
        }
        else
        {
            Reserve(Count + 1);
            _hashes[PlaceOf(hash)] = hash;
        }

        Count++;
        return true;
    }

    /// <summary>Makes room for entities, those that are there included.</summary>
    public void Reserve(int entities)
    {
        int places = Math.Max(_hashes.Capacity, FirstPlaces);
        while (places * 7L / 10 < entities)
            places = checked(places * 2);
        if (places == _hashes.Capacity)
            return;
        ulong[] known = ToArray();
        _hashes.Grow(places, 0);
        _shift = 64 - int.Log2(places);
        foreach (ulong hash in known)
        {
            if (hash != 0)
                _hashes[PlaceOf(hash)] = hash;
        }
    }

    /// <summary>The hashes in ascending order.</summary>
    public ulong[] Sorted()
    {
        ulong[] hashes = ToArray();
        Array.Sort(hashes);
        return hashes;
    }

    private ulong[] ToArray()
    {
        var hashes = new ulong[Count];
        int next = _hasZero ? 1 : 0;
        for (int i = 0; i < _hashes.Capacity; i++)
        {
            if (_hashes[i] != 0)
                hashes[next++] = _hashes[i];
        }

        return hashes;
    }

    /// <summary>Where a hash stands, or the free place where it would.</summary>
    private int PlaceOf(ulong hash)
    {
        int mask = _hashes.Capacity - 1;
        int i = (int)(hash >> _shift);
        while (_hashes[i] != 0 && _hashes[i] != hash)
            i = (i + 1) & mask;
        return i;
    }
}
