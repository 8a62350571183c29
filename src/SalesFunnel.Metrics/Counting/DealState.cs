using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>All that a tracker keeps of one deal: one cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct DealState
{
    public long Entity;

    /// <summary>Key of the last accepted event, for the order check.</summary>
    public long LastAt;
    public long LastSeq;

    /// <summary>Open and running: when the visit started, moved forward by the time on hold. Open and on hold: time in the visit so far.
    /// Closed: time of the outcome.</summary>
    public long Clock;

    public long Amount;
    public long WonAmount;

    /// <summary>Cell of a created deal; before creation the id of its segment values.</summary>
    public int Cell;

    /// <summary>Furthest open stage.</summary>
    public byte Far;

    /// <summary>Last open stage that the deal was in: its stage now, or the one it was lost or won from.</summary>
    public byte Current;

    /// <summary>The next stage that strict order waits for.</summary>
    public byte StrictLevel;

    /// <summary>Masks of open stages for funnels with at most eight of them; wider ones keep theirs beside the table.</summary>
    public byte Touched;
    public byte Regressed;

    public DealFlags Flags;

    public void Reset(long entity, int noSegments)
    {
        this = default;
        Entity = entity;
        LastAt = long.MinValue;
        LastSeq = long.MinValue;
        Amount = DealEvent.NoValue;
        WonAmount = DealEvent.NoValue;
        Cell = noSegments;
    }

    public readonly bool Has(DealFlags flag) => (Flags & flag) != 0;

    public void Set(DealFlags flag) => Flags |= flag;

    public void Clear(DealFlags flag) => Flags &= ~flag;
}
