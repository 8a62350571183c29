using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>Which steps distinct events at one time can do together: a matching of steps and events, grown by augmenting paths.</summary>
internal sealed class TiedEvents(int steps)
{
    private readonly List<ulong> _masks = [];
    private readonly List<ulong> _slots = []; // events that can serve
    private readonly int[] _offers = new int[steps];
    private int[] _taken = []; // by slot: the step, or -1
    private int[] _kept = [];
    private int[] _seen = [];
    private int _search;

    public void Begin(ReadOnlySpan<ReplayEvent> events)
    {
        _masks.Clear();
        _slots.Clear();
        foreach (ref readonly ReplayEvent e in events)
        {
            if (e.Steps != 0)
                _masks.Add(e.Steps);
        }

        _masks.Sort();
        _offers.AsSpan().Clear();
        for (int i = 0, equal = 0; i < _masks.Count; i++)
        {
            equal = i > 0 && _masks[i] == _masks[i - 1] ? equal + 1 : 0;
            if (equal < BitOperations.PopCount(_masks[i]))
                Offer(_masks[i]);
        }

        if (_taken.Length < _slots.Count)
        {
            _taken = new int[_slots.Count * 2];
            _kept = new int[_slots.Count * 2];
            _seen = new int[_slots.Count * 2];
            _search = 0;
        }

        Clear();
    }

    public void Clear() => _taken.AsSpan(0, _slots.Count).Fill(-1);

    public void Keep() => _taken.AsSpan(0, _slots.Count).CopyTo(_kept);

    public void Restore() => _kept.AsSpan(0, _slots.Count).CopyTo(_taken);

    /// <summary>Adds a step to those done, if there are events for all.</summary>
    public bool TryAdd(int step)
    {
        _search++;
        return Augment(step);
    }

    // A step that can choose among as many events as there are steps finds one that no other step has: more are not needed.
    private void Offer(ulong mask)
    {
        bool isNeeded = false;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
            isNeeded |= _offers[BitOperations.TrailingZeroCount(rest)] < steps;
        if (!isNeeded)
            return;
        _slots.Add(mask);
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
            _offers[BitOperations.TrailingZeroCount(rest)]++;
    }

    private bool Augment(int step)
    {
        for (int slot = 0; slot < _slots.Count; slot++)
        {
            if ((_slots[slot] >> step & 1) == 0 || _seen[slot] == _search)
                continue;
            _seen[slot] = _search;
            if (_taken[slot] < 0 || Augment(_taken[slot]))
            {
                _taken[slot] = step;
                return true;
            }
        }

        return false;
    }
}
