namespace SalesFunnel.Metrics;

/// <summary>Whether snapshots of shards may be added, whatever they count.</summary>
internal static class ShardChecks
{
    public static void Refuse(bool differs, string what, object x, object y, string remedy)
    {
        if (differs)
            throw new ArgumentException($"The snapshots cannot be merged: their {what} differs ({x} and {y}). {remedy}");
    }

    /// <summary>Refuses partitions that do not prove that nothing is in both.</summary>
    /// <param name="x">The shards of one snapshot.</param>
    /// <param name="y">Those of the other.</param>
    /// <param name="unit">What a shard holds.</param>
    /// <param name="option">The option that sets the shard.</param>
    public static void RequireDisjoint(IReadOnlyList<Partition> x, IReadOnlyList<Partition> y, string unit, string option)
    {
        if (x.Count == 0 || y.Count == 0)
            throw new ArgumentException($"The snapshots cannot be merged: one carries no partition, so both may hold the same {unit}. Count shards with {option}, or pass assertDisjoint when you know that they share no {unit}.");
        if (x[0].Seed != y[0].Seed || x[0].Count != y[0].Count)
            throw new ArgumentException($"The snapshots cannot be merged: they come from different cuts ({x[0]} and {y[0]}). Use one seed and one number of shards, or pass assertDisjoint when you know that they share no {unit}.");
        if (x.Intersect(y).FirstOrDefault() is { IsNone: false } both)
            throw new ArgumentException($"The snapshots cannot be merged: both hold {both}. Merge every shard once.");
    }

    /// <summary>The shards of a sum. Without events a snapshot adds nothing, but its shard still counts as covered.</summary>
    public static Partition[] UnionOf(IReadOnlyList<Partition> x, bool hasX, IReadOnlyList<Partition> y, bool hasY)
    {
        if ((x.Count == 0 && hasX) || (y.Count == 0 && hasY))
            return [];
        Partition[] union = [.. x.Union(y).OrderBy(static p => p.Index)];
        return union.Length > 0 && union.Any(p => p.Seed != union[0].Seed || p.Count != union[0].Count) ? [] : union;
    }
}
