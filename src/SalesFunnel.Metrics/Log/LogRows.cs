namespace SalesFunnel.Metrics;

/// <summary>The events of a log that is being built, in input order. Grows by blocks: nothing is ever copied.</summary>
internal sealed class LogRows
{
    private const int BlockBits = 16;
    private const int BlockRows = 1 << BlockBits;
    private const int FirstBlock = 64;

    private readonly List<(long Seq, long Segment, long Position)> _wide = [];
    private NarrowLogRow[][] _blocks = [];
    private NarrowLogRow[] _current = [];
    private int _used;
    private int _full; // blocks before the current one

    public int Count => (_full << BlockBits) + _used;

    public int Blocks => _current.Length == 0 ? 0 : _full + 1;

    public bool HasSeq { get; private set; }

    public bool HasNarrowSeqs { get; private set; } = true;

    public bool HasNarrowSegments { get; private set; } = true;

    public bool HasNarrowPositions { get; private set; } = true;

    public ref readonly NarrowLogRow this[int row] => ref _blocks[row >> BlockBits][row & (BlockRows - 1)];

    public void Add(int deal, in DealEvent e, long position)
    {
        if (_used == _current.Length)
            MakeRoom();
        HasSeq |= e.Seq != DealEvent.NoSeq;
        bool fits = NarrowLong.Fits(e.Seq) & NarrowLong.Fits(e.Segment) & NarrowLong.Fits(position);
        _current[_used++] = fits
            ? new NarrowLogRow(e.AtUnixMicros, e.Value, deal, NarrowLong.From(e.Seq), NarrowLong.From(e.Segment), NarrowLong.From(position), e.Kind, (byte)e.Stage, isWide: false)
            : new NarrowLogRow(e.AtUnixMicros, e.Value, deal, 0, 0, KeepWide(e, position), e.Kind, (byte)e.Stage, isWide: true);
    }

    /// <summary>The rows of one block, in input order.</summary>
    public ReadOnlySpan<NarrowLogRow> Block(int block) => block < _full ? _blocks[block] : block == _full ? _current.AsSpan(0, _used) : [];

    public LogRow Whole(int row)
    {
        ref readonly NarrowLogRow narrow = ref this[row];
        (long seq, long segment, long position) = narrow.IsWide
            ? _wide[narrow.Position]
            : (NarrowLong.ToLong(narrow.Seq), NarrowLong.ToLong(narrow.Segment), NarrowLong.ToLong(narrow.Position));
        return new LogRow(narrow.At, seq, narrow.Value, segment, position, narrow.Deal, narrow.Kind, narrow.Stage);
    }

    private int KeepWide(in DealEvent e, long position)
    {
        HasNarrowSeqs &= NarrowLong.Fits(e.Seq);
        HasNarrowSegments &= NarrowLong.Fits(e.Segment);
        HasNarrowPositions &= NarrowLong.Fits(position);
        _wide.Add((e.Seq, e.Segment, position));
        return _wide.Count - 1;
    }

    private void MakeRoom()
    {
        if (_current.Length is > 0 and < BlockRows)
        {
            Array.Resize(ref _current, _current.Length * 4); // small logs take little
            _blocks[_full] = _current;
            return;
        }

        if (_used == BlockRows)
            _full++;
        if (_full == _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(4, _blocks.Length * 2));
        if (_full == Array.MaxLength >> BlockBits)
            throw new InvalidOperationException($"A log holds at most {_full << BlockBits} events. Split the input by deal, count each part, and merge the snapshots.");
        _current = _full == 0 ? new NarrowLogRow[FirstBlock] : GC.AllocateUninitializedArray<NarrowLogRow>(BlockRows);
        _blocks[_full] = _current;
        _used = 0;
    }
}
