namespace SalesFunnel.Metrics;

/// <summary>Gives outer identifiers (strings or GUIDs) the dense 64-bit ids 0, 1, 2 … that the engine works on, and gives them back.</summary>
/// <remarks>A look-up of a known identifier allocates nothing. Strings are compared ordinally. A GUID and its text of 36 lower-case
/// characters are the same entity. Part of the state of whoever uses it: the same identifier gets another id in another index.</remarks>
public sealed class EntityIndex
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly List<string> _outerIds;

    /// <summary>Creates an empty index.</summary>
    /// <param name="capacity">How many entities are expected.</param>
    public EntityIndex(int capacity = 0)
    {
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _idsBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _outerIds = new List<string>(capacity);
    }

    /// <summary>Gets the number of entities.</summary>
    public int Count => _outerIds.Count;

    /// <summary>Gets the id of an entity, new if it was not known.</summary>
    /// <param name="outerId">The outer identifier.</param>
    public long GetOrAdd(ReadOnlySpan<char> outerId)
    {
        if (_idsBySpan.TryGetValue(outerId, out int id))
            return id;
        string text = outerId.ToString();
        id = _outerIds.Count;
        _ids.Add(text, id);
        _outerIds.Add(text);
        return id;
    }

    /// <summary>Gets the id of an entity, new if it was not known.</summary>
    /// <param name="outerId">The outer identifier.</param>
    public long GetOrAdd(Guid outerId)
    {
        Span<char> text = stackalloc char[36];
        outerId.TryFormat(text, out _);
        return GetOrAdd(text);
    }

    /// <summary>Looks an entity up without adding it.</summary>
    /// <returns>False when the identifier is not known.</returns>
    /// <param name="outerId">The outer identifier.</param>
    /// <param name="id">Its id.</param>
    public bool TryGet(ReadOnlySpan<char> outerId, out long id)
    {
        bool known = _idsBySpan.TryGetValue(outerId, out int found);
        id = found;
        return known;
    }

    /// <summary>Gives an outer identifier back.</summary>
    /// <param name="id">An id that this index gave.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id was not given by this index.</exception>
    public string OuterId(long id) => id >= 0 && id < _outerIds.Count
        ? _outerIds[(int)id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, "The id was not given by this index.");
}
