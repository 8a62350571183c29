namespace SalesFunnel.Metrics;

/// <summary>What happened to one deal up to the as-of time, in order. The walk fills one story after the other into the same lists.</summary>
internal sealed class DealStory
{
    public long Entity { get; set; }

    /// <summary>Gets the accepted entries and outcomes; repeats are left out.</summary>
    public List<DealMove> Moves { get; } = [];

    /// <summary>Gets how the deal stood after each accepted event since its creation, in order.</summary>
    public List<DealStep> Steps { get; } = [];

    /// <summary>Gets the changes of the expected close date: when, and to what, in microseconds; <see cref="DealEvent.NoValue"/> = taken away.</summary>
    public List<(long At, long CloseAt)> CloseDates { get; } = [];

    /// <summary>Gets the values set for dimensions, in order, each with the number of moves before it: the move with this index already has the value.</summary>
    public List<(int Before, int Dimension, long Value)> Segments { get; } = [];

    public long? Customer { get; set; }

    /// <summary>Gets or sets the first dated entry or outcome, repeats included, or <see cref="EventTime.Undated"/>.</summary>
    public long FirstAt { get; set; }

    /// <summary>Gets or sets the segment values and the cohort that the deal counts under.</summary>
    public CellKey Cell { get; set; }

    /// <summary>Gets or sets when the open visit started, moved forward by the time on hold, while the deal runs; its time so far while it is on hold.</summary>
    public long Clock { get; set; }

    public DealFlags Flags { get; set; }

    /// <summary>Gets or sets the furthest open stage.</summary>
    public int Far { get; set; }

    /// <summary>Gets or sets the last open stage that the deal was in.</summary>
    public int Current { get; set; }

    public bool IsWon => (Flags & DealFlags.Won) != 0;

    public bool IsLost => (Flags & DealFlags.Lost) != 0;

    public bool IsOpen => (Flags & DealFlags.Closed) == 0;

    /// <summary>Gets the amount now; for a won deal that of its last win.</summary>
    public long Amount { get; set; }

    public DealMove Last => Moves[^1];

    public void Clear()
    {
        Moves.Clear();
        Steps.Clear();
        CloseDates.Clear();
        Segments.Clear();
        Customer = null;
        FirstAt = EventTime.Undated;
    }
}
