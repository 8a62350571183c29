using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>The levels of one entity, by hand: the latest start of a chain of each length, and which steps stand at the current time, so that events of one
/// time may be taken in any order. What a careful developer writes for six steps.</summary>
internal struct Levels
{
    private Starts _starts;
    private long _now;
    private byte _atNow; // steps among the events at the current time, one bit each
    private byte _level;

    public readonly int Level => _level;

    /// <summary>Takes a step event; events of an entity come in order of time.</summary>
    public void Add(int step, long at)
    {
        if (at != _now)
        {
            _now = at;
            _atNow = 0;
        }

        _atNow |= (byte)(1 << step);
        for (int k = step; k <= SequenceData.Steps && (_atNow & (1 << k)) != 0; k++)
        {
            if (k == 1)
            {
                _starts[0] = at;
            }
            else if (_level < k - 1 || at - _starts[k - 2] > SequenceData.WindowMilliseconds)
            {
                return;
            }
            else
            {
                _starts[k - 1] = _starts[k - 2];
            }

            if (_level < k)
                _level = (byte)k;
        }
    }

    [InlineArray(SequenceData.Steps)]
    private struct Starts
    {
        private long _first;
    }
}
