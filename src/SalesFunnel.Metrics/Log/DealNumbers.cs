namespace SalesFunnel.Metrics;

/// <summary>Numbers the deals of a log in the order of their first event.</summary>
internal sealed class DealNumbers
{
    private const int FirstDense = 256;

    private readonly List<long> _entities = [];
    private readonly Dictionary<long, int> _sparse = [];
    private int[] _dense = []; // by entity, number + 1
    private int _plain; // as long as entities come as 0, 1, 2 …, as those of an index mostly do, there is nothing to keep but how many
    private bool _isPlain = true;

    public int Count => _isPlain ? _plain : _entities.Count;

    public long[] ToEntities()
    {
        if (!_isPlain)
            return [.. _entities];
        var entities = new long[_plain];
        for (int i = 0; i < entities.Length; i++)
            entities[i] = i;
        return entities;
    }

    public int GetOrAdd(long entity)
    {
        if (_isPlain)
        {
            if ((ulong)entity < (ulong)_plain)
                return (int)entity;
            if (entity == _plain)
                return _plain++;
            _isPlain = false;
            for (int number = 0; number < _plain; number++)
                Keep(number, number);
        }

        int[] dense = _dense;
        if ((ulong)entity < (ulong)dense.Length && dense[entity] is > 0 and var found)
            return found - 1;
        if (_sparse.Count > 0 && _sparse.TryGetValue(entity, out int known))
            return known;
        Keep(entity, _entities.Count);
        return _entities.Count - 1;
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
