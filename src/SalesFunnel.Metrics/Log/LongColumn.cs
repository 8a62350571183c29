using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>A column of 64-bit numbers that takes 32 bits each where all of them fit.</summary>
internal readonly struct LongColumn
{
    private readonly int[]? _narrow;
    private readonly long[]? _wide;

    public LongColumn(int length, bool isNarrow)
    {
        _narrow = isNarrow ? GC.AllocateUninitializedArray<int>(length) : null;
        _wide = isNarrow ? null : GC.AllocateUninitializedArray<long>(length);
    }

    private LongColumn(int[]? narrow, long[]? wide) => (_narrow, _wide) = (narrow, wide);

    public int Length => _narrow?.Length ?? _wide?.Length ?? 0;

    public long this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _narrow is not null ? NarrowLong.ToLong(_narrow[row]) : _wide![row];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, long value)
    {
        if (_narrow is not null)
            _narrow[row] = NarrowLong.From(value);
        else
            _wide![row] = value;
    }

    public long[] ToArray()
    {
        var values = new long[Length];
        for (int row = 0; row < values.Length; row++)
            values[row] = this[row];
        return values;
    }

    /// <summary>The first numbers; the same column where that is all of them.</summary>
    public LongColumn Cut(int length)
    {
        (int[]? narrow, long[]? wide) = (_narrow, _wide);
        if (narrow is not null)
            Array.Resize(ref narrow, length);
        if (wide is not null)
            Array.Resize(ref wide, length);
        return new LongColumn(narrow, wide);
    }
}
