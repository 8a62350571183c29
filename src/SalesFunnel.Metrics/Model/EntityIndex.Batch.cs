namespace SalesFunnel.Metrics;

/// <content>Many look-ups at once.</content>
public sealed partial class EntityIndex
{
    private const int Batch = 64; // enough loads under way to hide the latency of memory

    /// <summary>Gets the ids of many entities, new ones for those that were not known, in order. The same ids as one by one; several times faster when the
    /// index is larger than the cache, because the memory of all is asked for before any is waited for.</summary>
    /// <param name="outerIds">The outer identifiers, one after another.</param>
    /// <param name="ends">Where each of them ends; it starts where the one before ends.</param>
    /// <param name="ids">Takes the ids; as long as <paramref name="ends"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the ends do not rise within the text.</exception>
    public void GetOrAdd(ReadOnlySpan<char> outerIds, ReadOnlySpan<int> ends, Span<long> ids)
    {
        if (ids.Length != ends.Length)
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"There are {ends.Length} identifiers, but room for {ids.Length} ids. Pass a span of the same length."), nameof(ids));
        int start = 0;
        foreach (int end in ends)
        {
            if (end < start || end > outerIds.Length)
                throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"An identifier ends at {end}: before the one that ends at {start}, or after the text of {outerIds.Length} characters. Ends must rise within the text."), nameof(ends));
            start = end;
        }

        start = 0;
        for (int first = 0; first < ends.Length; first += Batch)
        {
            int length = Math.Min(Batch, ends.Length - first);
            AddBatch(outerIds, start, ends.Slice(first, length), ids.Slice(first, length));
            start = ends[first + length - 1];
        }
    }

    private void AddBatch(ReadOnlySpan<char> texts, int start, ReadOnlySpan<int> ends, Span<long> ids)
    {
        Span<uint> hashes = stackalloc uint[Batch];
        Span<ulong> slots = stackalloc ulong[Batch];
        Span<uint> places = stackalloc uint[Batch];
        hashes = hashes[..ends.Length];
        int from = start;
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Hash(texts[from..ends[i]]);
            from = ends[i];
        }

        // Short loops without branches: the processor asks for the memory of many rounds at once.
        ulong[] table = _slots;
        int mask = table.Length - 1;
        for (int i = 0; i < hashes.Length; i++)
            slots[i] = table[(int)hashes[i] & mask];

        // Candidates by hash alone; a wrong or missing one costs a second look, nothing else.
        for (int i = 0; i < hashes.Length; i++)
        {
            ulong found = slots[i];
            for (int slot = (int)hashes[i] & mask; found != 0 && (uint)(found >> 32) != hashes[i]; found = table[slot])
                slot = (slot + 1) & mask;
            ids[i] = (long)(found & uint.MaxValue) - 1;
        }

        for (int i = 0; i < hashes.Length; i++)
            places[i] = ids[i] >= 0 ? _places[(int)ids[i]] : 0;
        if (_blocks.Count > 0)
        {
            for (int i = 0; i < hashes.Length; i++)
                slots[i] = _blocks[(int)(places[i] >> BlockBits)][places[i] & (BlockChars - 1)];
        }

        from = start;
        for (int i = 0; i < hashes.Length; i++)
        {
            ReadOnlySpan<char> text = texts[from..ends[i]];
            from = ends[i];
            if (ids[i] >= 0 && (int)slots[i] == text.Length && TextAt(places[i]).SequenceEqual(text))
                continue;
            ids[i] = Find(text, hashes[i], out int slot) is >= 0 and var id ? id : Add(text, hashes[i], slot);
        }
    }
}
