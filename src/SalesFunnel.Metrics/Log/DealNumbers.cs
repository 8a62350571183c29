namespace SalesFunnel.Metrics;

/// <summary>Numbers the deals of a log in the order of their first event.</summary>
internal sealed class DealNumbers
{
    private const int FirstDense = 256;

    private readonly List<long> _entities = [];
    private readonly Dictionary<long, int> _sparse = [];
    private int[] _dense = []; // by entity, number + 1: ids from an index are 0, 1, 2 …

    public int Count => _entities.Count;

    public long[] ToEntities() => [.. _entities];

    public int GetOrAdd(long entity)
    {
        int[] dense = _dense;
        if ((ulong)entity < (ulong)dense.Length && dense[entity] is > 0 and var found)
            return found - 1;
        if (_sparse.Count > 0 && _sparse.TryGetValue(entity, out int number))
            return number;
        number = _entities.Count;
        Keep(entity, number);
        return number;
    }

    private void Keep(long entity, int number)
    {
        _entities.Add(entity);
        // At most two places an entity, so that a few large ids cannot make the array large.
        long room = Math.Max(FirstDense, 2L * (number + 1));
        if ((ulong)entity >= (ulong)_dense.Length && (ulong)entity < (ulong)room)
            Array.Resize(ref _dense, (int)Math.Min(Array.MaxLength, room));
        if ((ulong)entity < (ulong)_dense.Length)
            _dense[entity] = number + 1;
        else
            _sparse.Add(entity, number);
    }
}
