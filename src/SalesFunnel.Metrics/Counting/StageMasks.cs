namespace SalesFunnel.Metrics;

/// <summary>Per deal, which open stages it entered and which it moved back from: one bit a stage.</summary>
/// <remarks>Up to eight open stages the bits are in the deal's state; beyond, two 64-bit words per deal stand in an array of their own.</remarks>
internal sealed class StageMasks
{
    private readonly bool _wide;
    private ulong[] _words;

    public StageMasks(int openStages)
    {
        _wide = openStages > 8;
        _words = [];
    }

    private StageMasks(StageMasks other)
    {
        _wide = other._wide;
        _words = (ulong[])other._words.Clone();
    }

    public long Bytes => (long)_words.Length * sizeof(ulong);

    public StageMasks Clone() => new(this);

    /// <summary>Makes room for the deals in slots below a bound.</summary>
    public void Reserve(int slots)
    {
        if (_wide && slots * 2L > _words.Length)
            Array.Resize(ref _words, checked(slots * 2));
    }

    /// <summary>Gives back the room beyond the first slots.</summary>
    public void Trim(int slots)
    {
        if (_wide)
            Array.Resize(ref _words, slots * 2);
    }

    /// <summary>Moves the masks of a deal to another slot.</summary>
    public void Move(int slot, int target)
    {
        if (_wide)
            _words.AsSpan(slot * 2, 2).CopyTo(_words.AsSpan(target * 2, 2));
    }

    /// <summary>Forgets the deal in a slot.</summary>
    public void Clear(int slot)
    {
        if (_wide)
            _words.AsSpan(slot * 2, 2).Clear();
    }

    public ulong Touched(in DealState deal, int slot) => _wide ? _words[slot * 2] : deal.Touched;

    public ulong Regressed(in DealState deal, int slot) => _wide ? _words[(slot * 2) + 1] : deal.Regressed;

    public void Set(ref DealState deal, int slot, ulong touched, ulong regressed)
    {
        if (_wide)
            (_words[slot * 2], _words[(slot * 2) + 1]) = (touched, regressed);
        else
            (deal.Touched, deal.Regressed) = ((byte)touched, (byte)regressed);
    }

    /// <returns>True when the stage was not in the mask before.</returns>
    public bool AddTouched(ref DealState deal, int slot, int stage)
    {
        if (_wide)
            return Add(ref _words[slot * 2], stage);
        byte before = deal.Touched;
        deal.Touched |= (byte)(1 << stage);
        return deal.Touched != before;
    }

    /// <returns>True when the stage was not in the mask before.</returns>
    public bool AddRegressed(ref DealState deal, int slot, int stage)
    {
        if (_wide)
            return Add(ref _words[(slot * 2) + 1], stage);
        byte before = deal.Regressed;
        deal.Regressed |= (byte)(1 << stage);
        return deal.Regressed != before;
    }

    private static bool Add(ref ulong word, int stage)
    {
        ulong before = word;
        word |= 1UL << stage;
        return word != before;
    }
}
