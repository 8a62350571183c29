namespace SalesFunnel.Metrics.Data;

/// <summary>What the check remembers of one deal.</summary>
internal struct DealTrace
{
    public const int Open = 0;
    public const int Won = 1;
    public const int Lost = 2;

    /// <summary>The line that the deal was first seen on.</summary>
    public long FirstLine;

    /// <summary>The line and time of its last event, and what it came to.</summary>
    public long LastLine;
    public long LastAt;
    public int Outcome;

    /// <summary>The stage that it is in, while it is open.</summary>
    public int Stage;

    /// <summary>The first time of an open stage, and the first time and line of an outcome.</summary>
    public long FirstOpenAt;
    public long FirstClosedAt;
    public long FirstClosedLine;

    public bool IsDeleted;
    public bool HasAmount;
    public bool HasOwner;

    public static DealTrace StartingAt(long line) => new()
    {
        FirstLine = line,
        LastAt = EventTime.Undated,
        FirstOpenAt = long.MaxValue,
        FirstClosedAt = long.MaxValue,
    };
}
