namespace SalesFunnel.Metrics;

/// <summary>The samples of one stage while they are collected.</summary>
internal sealed class VisitColumns
{
    private long[] _micros = [];
    private int[] _cells = [];
    private byte[] _ends = [];
    private int _count;

    public void Add(int cell, byte end, long micros)
    {
        if (_count == _ends.Length)
            Resize(Math.Max(64, _count + (_count / 2)));
        _micros[_count] = micros;
        _cells[_count] = cell;
        _ends[_count++] = end;
    }

    public VisitStage ToStage()
    {
        Resize(_count);
        return new VisitStage(_micros, _cells, _ends, 0, _count);
    }

    private void Resize(int size)
    {
        Array.Resize(ref _micros, size);
        Array.Resize(ref _cells, size);
        Array.Resize(ref _ends, size);
    }
}
