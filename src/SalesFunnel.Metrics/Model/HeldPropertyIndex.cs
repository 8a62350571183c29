namespace SalesFunnel.Metrics;

/// <summary>Holds a property constant along a sequence: gives each pair of an entity and a value an id of its own, 0, 1, 2 …, so that only events of one value chain.</summary>
/// <remarks>Results then count pairs: an entity with two values counts twice. Leave out events that lack the property. A look-up of a known pair allocates nothing; a pair takes about 50 bytes.</remarks>
public sealed class HeldPropertyIndex
{
    private readonly Dictionary<(long Entity, long Value), int> _ids = [];
    private readonly List<(long Entity, long Value)> _pairs = [];

    /// <summary>Gets the number of pairs.</summary>
    public int Count => _pairs.Count;

    /// <summary>Gets the id of a pair, new if it was not known.</summary>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="value">The value that is held.</param>
    public long GetOrAdd(long entity, long value)
    {
        ref int id = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_ids, (entity, value), out bool isKnown);
        if (!isKnown)
        {
            id = _pairs.Count;
            _pairs.Add((entity, value));
        }

        return id;
    }

    /// <summary>Gives the pair of an id back.</summary>
    /// <param name="id">An id that this index gave.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id was not given by this index.</exception>
    public (long Entity, long Value) PairOf(long id) => id >= 0 && id < Count
        ? _pairs[(int)id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, "The id was not given by this index.");
}
