namespace SalesFunnel.Metrics;

/// <summary>Choices of a live tracker.</summary>
public sealed record TrackerOptions : CountingOptions
{
    /// <summary>Gets how far behind the latest event an event may arrive and still be put in order. Events wait that long; a snapshot includes them.</summary>
    /// <remarks>Zero, the default, means that each deal's events must arrive in order; an earlier one is rejected as late. With a lateness, one event
    /// far in the future ends the waiting of all others.</remarks>
    public TimeSpan AllowedLateness { get; init; }

    /// <summary>Gets the shard of deals that this tracker sees; deals of other shards are rejected. Snapshots carry it, so that shards can be merged.</summary>
    public Partition Partition { get; init; }

    /// <summary>Gets the number of deals to reserve memory for.</summary>
    public int ExpectedDeals { get; init; }

    /// <summary>Checks every choice, as a tracker does when it is made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range; says which, and what is allowed.</exception>
    public void RequireValid()
    {
        Validate();
        Partition.Validate();
        if (AllowedLateness < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(AllowedLateness), AllowedLateness, "A lateness is not negative.");
        ArgumentOutOfRangeException.ThrowIfNegative(ExpectedDeals);
    }
}
