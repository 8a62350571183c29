using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>One event on its way to the state of its entity: 16 bytes, so that four share a cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct LevelRecord
{
    /// <summary>Times up to here, on either side of 1970, fit: 1,141 years of microseconds.</summary>
    public const long MaxAt = (1L << 55) - 1;

    private const int StepBits = 8;

    private readonly long _timeAndStep;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LevelRecord(ulong key, long at, int step)
    {
        Key = key;
        _timeAndStep = (at << StepBits) | (uint)step;
    }

    public ulong Key { get; }

    public long At => _timeAndStep >> StepBits;

    /// <summary>Gets the 1-based step, or the code of what the event does.</summary>
    public int Step => (byte)_timeAndStep;
}
