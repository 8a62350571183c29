using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>The states of a part of all entities: an open-addressing index of 4-byte entries over dense states, each after its key; or, for dense ids, the states alone.</summary>
/// <remarks>Parts grow one by one, so no growth touches more than one part of all states.</remarks>
internal sealed class LevelPartition<TState>
    where TState : struct, ILevelState
{
    private const int FirstEntities = 8;
    private const int Ahead = 32; // events whose memory is asked for before the first is touched

    private readonly CacheAlignedArray<uint> _index = new(); // part of the key, then the slot; 0 = free
    private readonly CacheAlignedArray<long> _states = new();
    private readonly LevelRules _rules;
    private readonly int _number;
    private readonly int _keyShift; // bits of the key that chose the partition: they are the same for all keys here
    private readonly int _words;
    private readonly bool _isDense;
    private readonly int _leastSlots;
    private int _shift;
    private int _slotBits;

    public LevelPartition(LevelRules rules, int number, int keyShift, bool isDense, int expected)
    {
        _rules = rules;
        _number = number;
        _keyShift = keyShift;
        _isDense = isDense;
        _words = TState.Words(rules.Parameters.Steps) + (isDense ? 0 : 1);
        _leastSlots = Math.Max(expected, FirstEntities) + FirstSlot;
        End = FirstSlot;
        Grow(_leastSlots);
    }

    /// <summary>Gets the first slot in use. With an index, slot 0 belongs to no entity, so that a guess may always be looked at.</summary>
    public int FirstSlot => _isDense ? 0 : 1;

    /// <summary>Gets the slot after the last one in use.</summary>
    public int End { get; private set; }

    /// <summary>Gets the number of entities that had an event.</summary>
    public int UsedCount
    {
        get
        {
            int used = 0;
            for (int slot = FirstSlot; slot < End; slot++)
                used += TState.IsUsed(ref State(slot)) ? 1 : 0;
            return used;
        }
    }

    public long Bytes => _index.Bytes + _states.Bytes;

    private int KeyWords => _isDense ? 0 : 1;

    /// <summary>The id of the entity in a slot.</summary>
    public long Entity(int slot) => EntityOf(_isDense ? (ulong)slot : Key(slot));

    /// <summary>The state in a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long State(int slot) => ref _states[(slot * _words) + KeyWords];

    /// <summary>All words of the state in a slot.</summary>
    public ReadOnlySpan<long> Words(int slot) => _states.Slice((slot * _words) + KeyWords, _words - KeyWords);

    /// <summary>The slot of a key, or −1.</summary>
    public int Find(ulong key)
    {
        if (_isDense)
            return key < (ulong)End ? (int)key : -1;
        int slot = FindOrFree(key, out _);
        return slot == 0 ? -1 : slot;
    }

    /// <summary>Applies events in order.</summary>
    public void Apply(ReadOnlySpan<LevelRecord> records, LevelTally tally)
    {
        if (_isDense)
            ApplyDense(records, tally);
        else
            ApplySparse(records, tally);
    }

    /// <summary>Applies one event whose time no record can hold.</summary>
    public void Apply(ulong key, long at, int step, LevelTally tally)
    {
        LevelParameters parameters = _rules.Parameters;
        ref long state = ref State(GetOrAdd(key));
        if (!TState.Apply(ref state, at, step, in parameters))
            Refused(ref state, key, at, step, in parameters, tally);
    }

    /// <summary>Takes a state over from another partition.</summary>
    public void Take(ulong key, ref long state)
    {
        ref long to = ref State(GetOrAdd(key));
        for (int word = 0; word < _words - KeyWords; word++)
            Unsafe.Add(ref to, word) = Unsafe.Add(ref state, word);
    }

    /// <summary>Forgets all entities and keeps the memory.</summary>
    public void Clear()
    {
        _states.Slice(0, End * _words).Clear();
        if (!_isDense)
            _index.Slice(0, _index.Capacity).Clear();
        End = FirstSlot;
    }

    /// <summary>Forgets the entities whose last event is before a time, as their next one would, and gives memory back: at most twice what the others need stays. Of dense ids the flat array stays.</summary>
    /// <returns>How many.</returns>
    public int Forget(long before, LevelTally tally)
    {
        LevelParameters parameters = _rules.Parameters;
        int forgotten = 0;
        int kept = FirstSlot;
        for (int slot = FirstSlot; slot < End; slot++)
        {
            if (TState.IsUsed(ref State(slot)) && TState.Last(ref State(slot)) < before)
            {
                Forget(ref State(slot), in parameters, tally);
                forgotten++;
            }
            else if (!_isDense)
            {
                if (slot != kept)
                    _states.Slice(slot * _words, _words).CopyTo(_states.Slice(kept * _words, _words));
                kept++;
            }
        }

        if (forgotten > 0 && !_isDense)
            Trim(kept);
        return forgotten;
    }

    // Three stages, each a block behind the one before, so that what a block needs is in the cache when its turn comes: the places in the index are asked for, then read and the
    // states asked for, then the states changed.
    private void ApplySparse(ReadOnlySpan<LevelRecord> records, LevelTally tally)
    {
        Span<int> slots = stackalloc int[Ahead];
        Span<int> nextSlots = stackalloc int[Ahead];
        AskForPlaces(Block(records, 0));
        Guess(Block(records, 0), slots);
        AskForPlaces(Block(records, 1));
        for (int block = 0; block * Ahead < records.Length; block++)
        {
            Guess(Block(records, block + 1), nextSlots);
            AskForPlaces(Block(records, block + 2));
            Apply(Block(records, block), slots, tally);
            Span<int> done = slots;
            slots = nextSlots;
            nextSlots = done;
        }
    }

    private void ApplyDense(ReadOnlySpan<LevelRecord> records, LevelTally tally)
    {
        LevelParameters parameters = _rules.Parameters;
        AskForStates(Block(records, 0));
        for (int block = 0; block * Ahead < records.Length; block++)
        {
            AskForStates(Block(records, block + 1));
            ref long states = ref _states[0];
            foreach (ref readonly LevelRecord record in Block(records, block))
            {
                ref long state = ref Unsafe.Add(ref states, (nint)((int)record.Key * _words));
                if (!TState.Apply(ref state, record.At, record.Step, in parameters))
                    Refused(ref state, record, in parameters, tally);
            }
        }
    }

    private void Apply(ReadOnlySpan<LevelRecord> block, ReadOnlySpan<int> slots, LevelTally tally)
    {
        LevelParameters parameters = _rules.Parameters;
        int words = _words;
        ref long states = ref _states[0];
        for (int i = 0; i < block.Length; i++)
        {
            ref readonly LevelRecord record = ref block[i];
            ref long state = ref Unsafe.Add(ref states, (nint)(slots[i] * words));
            if ((ulong)state != record.Key || slots[i] == 0)
            {
                state = ref _states[GetOrAdd(record.Key) * words];
                states = ref _states[0];
            }

            if (!TState.Apply(ref Unsafe.Add(ref state, 1), record.At, record.Step, in parameters))
                Refused(ref Unsafe.Add(ref state, 1), record, in parameters, tally);
        }
    }

    private static ReadOnlySpan<LevelRecord> Block(ReadOnlySpan<LevelRecord> records, int block)
    {
        int start = Math.Min(block * Ahead, records.Length);
        return records.Slice(start, Math.Min(Ahead, records.Length - start));
    }

    private void AskForPlaces(ReadOnlySpan<LevelRecord> block)
    {
        int keyShift = _keyShift;
        int shift = _shift;
        for (int i = 0; i < block.Length; i++)
            _index.Prefetch((int)(block[i].Key << keyShift >> shift));
    }

    private void AskForStates(ReadOnlySpan<LevelRecord> block)
    {
        for (int i = 0; i < block.Length; i++)
            _states.Prefetch(Dense(block[i].Key) * _words); // grows where needed
    }

    /// <summary>Guesses slots from two places of the index and asks for their states; without branches, so that many loads are under way at once.</summary>
    private void Guess(ReadOnlySpan<LevelRecord> block, Span<int> slots)
    {
        ref uint index = ref _index[0];
        int mask = _index.Capacity - 1;
        int keyShift = _keyShift;
        int shift = _shift;
        int slotBits = _slotBits;
        int words = _words;
        for (int i = 0; i < block.Length; i++)
        {
            ulong key = block[i].Key;
            int place = (int)(key << keyShift >> shift);
            uint first = Unsafe.Add(ref index, place);
            uint second = Unsafe.Add(ref index, (place + 1) & mask);
            int differs = (int)((first ^ (uint)key) >> slotBits);
            uint useSecond = (uint)((differs | -differs) >> 31);
            int slot = (int)((first ^ ((first ^ second) & useSecond)) & (uint)mask);
            slots[i] = slot;
            _states.Prefetch(slot * words);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refused(ref long state, LevelRecord record, in LevelParameters parameters, LevelTally tally) =>
        Refused(ref state, record.Key, record.At, record.Step, in parameters, tally);

    private void Refused(ref long state, ulong key, long at, int step, in LevelParameters parameters, LevelTally tally)
    {
        if (at < TState.Last(ref state))
        {
            tally.Late.Add(EntityOf(key), at);
            return;
        }

        Forget(ref state, in parameters, tally);
        TState.Apply(ref state, at, step, in parameters);
    }

    private void Forget(ref long state, in LevelParameters parameters, LevelTally tally)
    {
        tally.Forgotten[64 - System.Numerics.BitOperations.LeadingZeroCount(TState.Reached(ref state, in parameters))]++;
        for (int word = 0; word < _words - KeyWords; word++)
            Unsafe.Add(ref state, word) = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Key(int slot) => (ulong)_states[slot * _words];

    private long EntityOf(ulong key) => _isDense ? ((long)key << _keyShift) | (uint)_number : (long)EntityHash.Unmix(key);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int GetOrAdd(ulong key)
    {
        if (_isDense)
            return Dense(key);
        return FindOrFree(key, out int place) is not 0 and var found ? found : Add(key, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Dense(ulong key)
    {
        int slot = (int)key;
        if (slot >= End)
            Extend(slot);
        return slot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Extend(int slot)
    {
        if ((slot + 1) * (long)_words > _states.Capacity)
            Grow(Math.Max(slot + 1, checked(_states.Capacity / _words * 2)));
        End = slot + 1;
    }

    /// <summary>The slot of a key; or 0, and the place in the index where it belongs.</summary>
    private int FindOrFree(ulong key, out int place)
    {
        int mask = _index.Capacity - 1;
        for (place = Place(key); _index[place] is not 0 and var entry; place = (place + 1) & mask)
        {
            if ((entry ^ (uint)key) >> _slotBits == 0 && Key((int)(entry & (uint)mask)) == key)
                return (int)(entry & (uint)mask);
        }

        return 0;
    }

    private int Add(ulong key, int place)
    {
        int slot = End;
        if ((slot + 1) * _words > _states.Capacity)
        {
            Grow(checked(slot * 2));
            FindOrFree(key, out place);
        }

        _index[place] = Entry(key, slot);
        _states[slot * _words] = (long)key;
        End = slot + 1;
        return slot;
    }

    private int Place(ulong key) => (int)(key << _keyShift >> _shift);

    private uint Entry(ulong key, int slot) => ((uint)key >> _slotBits << _slotBits) | (uint)slot;

    private void Grow(int slots)
    {
        _states.Grow(checked(slots * _words), Math.Min(End * _words, _states.Capacity)); // at first no slot is there, the first unused one included
        if (_isDense)
            return;
        int places = PlacesFor(slots, atLeast: _index.Capacity);
        if (places != _index.Capacity)
            BuildIndex(places);
    }

    /// <summary>Keeps the first slots only.</summary>
    private void Trim(int end)
    {
        int slots = _states.Capacity / _words;
        int fewer = slots;
        while (fewer / 2 >= Math.Max(end, _leastSlots))
            fewer /= 2;
        if (fewer < slots)
            _states.Grow(fewer * _words, end * _words);
        else
            _states.Slice(end * _words, (End - end) * _words).Clear();
        End = end;
        BuildIndex(PlacesFor(fewer, atLeast: 0));
    }

    /// <summary>Places of an index that is at most half full: most look-ups end at the first.</summary>
    private static int PlacesFor(int slots, int atLeast)
    {
        int places = Math.Max(atLeast, 2 * FirstEntities);
        while (places < slots * 2L)
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
        for (int slot = FirstSlot; slot < End; slot++)
        {
            ulong key = Key(slot);
            FindOrFree(key, out int place);
            _index[place] = Entry(key, slot);
        }

        Debug.Assert(End < places, "The index has a free place.");
    }
}
