namespace SalesFunnel.Metrics;

/// <summary>The events of a log that is being built, in input order. Grows by blocks: nothing is ever copied.</summary>
internal sealed class LogRows
{
    private const int BlockBits = 16;
    private const int BlockRows = 1 << BlockBits;
    private const int FirstBlock = 64;

    private LogRow[][] _blocks = [];
    private LogRow[] _current = [];
    private int _used;
    private int _full; // blocks before the current one

    public int Count => (_full << BlockBits) + _used;

    public ref readonly LogRow this[int row] => ref _blocks[row >> BlockBits][row & (BlockRows - 1)];

    public void Add(in LogRow row)
    {
        if (_used == _current.Length)
            MakeRoom();
        _current[_used++] = row;
    }

    /// <summary>The rows of one block, in input order.</summary>
    public ReadOnlySpan<LogRow> Block(int block) => block < _full ? _blocks[block] : block == _full ? _current.AsSpan(0, _used) : [];

    public int Blocks => _current.Length == 0 ? 0 : _full + 1;

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
        _current = _full == 0 ? new LogRow[FirstBlock] : GC.AllocateUninitializedArray<LogRow>(BlockRows);
        _blocks[_full] = _current;
        _used = 0;
    }
}
