using System.Collections;

namespace SalesFunnel.Metrics;

/// <summary>What was rejected, by reason; only reasons that occurred, in the order of <see cref="RejectReason"/>.</summary>
public sealed class Rejections : IReadOnlyList<RejectedEvents>
{
    /// <summary>How many positions are kept per reason.</summary>
    public const int MaxSamples = 10;

    private readonly RejectedEvents[] _items;

    internal Rejections(RejectedEvents[] items) => _items = items;

    /// <summary>Gets the empty list.</summary>
    public static Rejections None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>Gets the number of rejected events over all reasons.</summary>
    public long Total => _items.Sum(static r => r.Count);

    /// <inheritdoc/>
    public RejectedEvents this[int index] => _items[index];

    /// <summary>Gets the number of events rejected for one reason.</summary>
    /// <param name="reason">The reason.</param>
    public long CountOf(RejectReason reason)
    {
        foreach (RejectedEvents item in _items)
        {
            if (item.Reason == reason)
                return item.Count;
        }

        return 0;
    }

    /// <inheritdoc/>
    public IEnumerator<RejectedEvents> GetEnumerator() => ((IEnumerable<RejectedEvents>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static Rejections Merge(Rejections a, Rejections b)
    {
        if (a.Count == 0 || b.Count == 0)
            return a.Count == 0 ? b : a;
        var tally = new RejectionTally();
        tally.Add(a);
        tally.Add(b);
        return tally.ToRejections();
    }
}
