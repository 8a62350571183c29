namespace SalesFunnel.Metrics;

/// <summary>Numbers the combinations of segment values that occur; 0 is <em>none</em>. Bounds the distinct values of each dimension.</summary>
internal sealed class SegmentTable
{
    private const int RecentSize = 64;

    private readonly int _maxValues;
    private readonly Dictionary<SegmentKey, int> _ids = [];
    private readonly List<SegmentKey> _keys;
    private readonly HashSet<long>[] _values;
    private readonly Recent[] _recent = new Recent[RecentSize];

    public SegmentTable(int dimensions, int maxValues)
    {
        _maxValues = maxValues;
        _keys = [];
        _values = new HashSet<long>[dimensions];
        for (int i = 0; i < dimensions; i++)
            _values[i] = [];
        IdOf(SegmentKey.None);
    }

    private SegmentTable(SegmentTable other)
    {
        _maxValues = other._maxValues;
        _ids = new Dictionary<SegmentKey, int>(other._ids);
        _keys = new List<SegmentKey>(other._keys);
        _values = new HashSet<long>[other._values.Length];
        for (int i = 0; i < _values.Length; i++)
            _values[i] = [.. other._values[i]];
    }

    public SegmentKey this[int id] => _keys[id];

    public int Count => _keys.Count;

    public SegmentTable Clone() => new(this);

    /// <summary>The combination that differs from another in one dimension.</summary>
    public int With(int id, int dimension, long value)
    {
        // Most deals take one of a few values of one dimension: no need to hash whole keys for them.
        ref Recent recent = ref _recent[(int)(((ulong)value * 0x9E3779B97F4A7C15) >> 58)];
        if (recent.Result != 0 && recent.Value == value && recent.Id == id && recent.Dimension == dimension)
            return recent.Result;
        int result = Find(id, dimension, value);
        recent = new Recent(value, id, dimension, result);
        return result;
    }

    private int Find(int id, int dimension, long value)
    {
        SegmentKey key = _keys[id];
        if (key[dimension] == value)
            return id;
        key = key.With(dimension, value);
        if (_ids.TryGetValue(key, out int known))
            return known;
        HashSet<long> values = _values[dimension];
        if (value != SegmentValue.None && !values.Contains(value))
        {
            if (values.Count >= _maxValues)
                key = key.With(dimension, SegmentValue.Other);
            else
                values.Add(value);
        }

        return IdOf(key);
    }

    /// <summary>Takes over the next combination, in the order in which they were numbered.</summary>
    /// <returns>What is wrong, or <c>null</c>.</returns>
    public string? Restore(SegmentKey key)
    {
        if (_ids.ContainsKey(key))
            return "a combination of segment values is there twice";
        for (int dimension = 0; dimension < _values.Length; dimension++)
        {
            long value = key[dimension];
            if (value == SegmentValue.None)
                continue;
            if (value == SegmentValue.Other ? _values[dimension].Count < _maxValues : !_values[dimension].Contains(value) && _values[dimension].Count == _maxValues)
                return "a dimension has more values than the options allow, or 'other' before it has so many";
            if (value != SegmentValue.Other)
                _values[dimension].Add(value);
        }

        IdOf(key);
        return null;
    }

    /// <summary>The combination with given values, those beyond the bound replaced by <see cref="SegmentValue.Other"/>.</summary>
    public int IdOfValues(SegmentKey values)
    {
        int id = 0;
        for (int dimension = 0; dimension < _values.Length; dimension++)
            id = With(id, dimension, values[dimension]);
        return id;
    }

    private int IdOf(SegmentKey key)
    {
        if (_ids.TryGetValue(key, out int known))
            return known;
        int id = _keys.Count;
        _ids.Add(key, id);
        _keys.Add(key);
        return id;
    }

    private readonly record struct Recent(long Value, int Id, int Dimension, int Result);
}
