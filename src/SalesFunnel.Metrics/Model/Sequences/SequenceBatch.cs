using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Columns of events: what readers of Arrow, Parquet and SQL deliver. Borrowed for the call, not kept.</summary>
public readonly ref struct SequenceBatch
{
    /// <summary>Joins columns of equal length.</summary>
    /// <param name="entities">Ids of the entities.</param>
    /// <param name="at">Times in units of the tracker's <see cref="TimeResolution"/> since 1970 UTC.</param>
    /// <param name="types">Type codes; see <see cref="SequenceDefinition.TypeOf(string)"/>.</param>
    /// <param name="segments">Values of the property that results are broken down by; empty = none.</param>
    /// <exception cref="ArgumentException">The columns have different lengths.</exception>
    public SequenceBatch(ReadOnlySpan<long> entities, ReadOnlySpan<long> at, ReadOnlySpan<byte> types, ReadOnlySpan<long> segments = default)
    {
        if (at.Length != entities.Length || types.Length != entities.Length || (segments.Length != 0 && segments.Length != entities.Length))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The columns have {entities.Length} entities, {at.Length} times, {types.Length} types and {segments.Length} segments. All have one length; only segments may be left out."));
        Entities = entities;
        At = at;
        Types = types;
        Segments = segments;
    }

    /// <summary>Gets the number of events.</summary>
    public int Length => Entities.Length;

    /// <summary>Gets the ids of the entities.</summary>
    public ReadOnlySpan<long> Entities { get; }

    /// <summary>Gets the times.</summary>
    public ReadOnlySpan<long> At { get; }

    /// <summary>Gets the type codes.</summary>
    public ReadOnlySpan<byte> Types { get; }

    /// <summary>Gets the segment values, or nothing.</summary>
    public ReadOnlySpan<long> Segments { get; }

    /// <summary>Gets a part of the batch.</summary>
    /// <param name="start">The first event.</param>
    /// <param name="length">How many.</param>
    public SequenceBatch Slice(int start, int length) => new(Entities.Slice(start, length), At.Slice(start, length), Types.Slice(start, length), Segments.IsEmpty ? default : Segments.Slice(start, length));
}
