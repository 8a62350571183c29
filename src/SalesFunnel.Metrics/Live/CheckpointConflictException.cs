using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>A store already holds a checkpoint with this number or a later one: two processes save the same funnel.</summary>
public sealed class CheckpointConflictException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="funnel">Name of the funnel.</param>
    /// <param name="number">The number that was to be saved.</param>
    /// <param name="held">The latest number that the store holds.</param>
    /// <param name="inner">What the store said, if anything.</param>
    public CheckpointConflictException(string funnel, long number, long held, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"Checkpoint {number} of funnel '{funnel}' was not saved: the store holds {held} already, so another process saves this funnel. Let one process at a time own a funnel, or give each its own name."), inner)
    {
        Funnel = funnel;
        Number = number;
        Held = held;
    }

    /// <summary>Gets the name of the funnel.</summary>
    public string Funnel { get; }

    /// <summary>Gets the number that was to be saved.</summary>
    public long Number { get; }

    /// <summary>Gets the latest number that the store holds.</summary>
    public long Held { get; }
}
