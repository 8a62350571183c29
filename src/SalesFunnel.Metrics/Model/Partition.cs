using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>One of <see cref="Count"/> shards that share no entity: entity e belongs to shard hash(e, seed) · count ≫ 32.</summary>
/// <param name="Seed">Seed of the hash; all shards of one cut share it.</param>
/// <param name="Index">0-based shard.</param>
/// <param name="Count">Number of shards, at least 1.</param>
/// <remarks>Snapshots carry their partition, and merging refuses two that could share an entity. The default value is <em>no partition</em>.</remarks>
public readonly record struct Partition(ulong Seed, int Index, int Count)
{
    /// <summary>Gets a value indicating whether this names a shard at all.</summary>
    public bool IsNone => Count == 0;

    /// <summary>Gets the shard that an entity belongs to.</summary>
    /// <param name="entity">Id of the entity.</param>
    /// <param name="seed">Seed of the hash.</param>
    /// <param name="count">Number of shards, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static int ShardOf(long entity, ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)((EntityHash.Mix((ulong)entity ^ seed) >> 32) * (ulong)count >> 32);
    }

    /// <summary>Tells whether an entity belongs to this shard; always true without a partition.</summary>
    /// <param name="entity">Id of the entity.</param>
    public bool Owns(long entity) => IsNone || ShardOf(entity, Seed, Count) == Index;

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "whole" : string.Create(CultureInfo.InvariantCulture, $"shard {Index} of {Count} (seed {Seed})");

    internal void Validate()
    {
        if (!IsNone && (Count < 0 || Index < 0 || Index >= Count))
            throw new ArgumentOutOfRangeException(nameof(Index), $"{this} does not exist. Index lies in [0, Count).");
    }
}
