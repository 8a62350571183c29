using System.Numerics;

namespace SalesFunnel.Metrics.Benchmarks.Rivals;

/// <summary>The same log-linear buckets as the library's, written for the rivals: three levels of flat arrays (row, group of 64 buckets, bucket),
/// the lower two made when first used, so that few events cost little memory and many events no hashing.</summary>
internal sealed class RivalHistogram
{
    public const int Buckets = 3_712;
    private const int PageSize = 64;
    private const int PagesPerRow = Buckets / PageSize;

    private int[] _blockOfRow = new int[64]; // 0 = none yet, in all three
    private int[] _pages = new int[PagesPerRow * 16];
    private uint[] _counts = new uint[PageSize * 16];
    private int _usedBlocks = 1;
    private int _usedPages = 1;

    public void Increment(int row, long micros)
    {
        int exponent = Math.Max(57 - BitOperations.LeadingZeroCount((ulong)micros | 1), 0);
        int bucket = (exponent << 6) + (int)(micros >> exponent);
        if (row >= _blockOfRow.Length)
            Array.Resize(ref _blockOfRow, Math.Max(row + 1, _blockOfRow.Length * 2));
        int block = _blockOfRow[row];
        if (block == 0)
            _blockOfRow[row] = block = Take(ref _pages, ref _usedBlocks, PagesPerRow);
        int at = (block * PagesPerRow) + (bucket / PageSize);
        int page = _pages[at];
        if (page == 0)
            _pages[at] = page = Take(ref _counts, ref _usedPages, PageSize);
        _counts[(page * PageSize) + (bucket % PageSize)]++;
    }

    public long[] Row(int row)
    {
        long[] counts = new long[Buckets];
        int block = row < _blockOfRow.Length ? _blockOfRow[row] : 0;
        for (int bucket = 0; block > 0 && bucket < Buckets; bucket++)
        {
            int page = _pages[(block * PagesPerRow) + (bucket / PageSize)];
            counts[bucket] = page == 0 ? 0 : _counts[(page * PageSize) + (bucket % PageSize)];
        }

        return counts;
    }

    private static int Take<T>(ref T[] pool, ref int used, int size)
    {
        int taken = used++;
        if (used * size > pool.Length)
            Array.Resize(ref pool, pool.Length * 2);
        return taken;
    }
}
