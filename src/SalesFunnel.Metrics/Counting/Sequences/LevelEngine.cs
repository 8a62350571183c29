namespace SalesFunnel.Metrics;

/// <summary>Counts sequences by levels alone: constant work an event and a few words an entity.</summary>
internal abstract class LevelEngine
{
    /// <summary>Gets the number of entities that state is kept of.</summary>
    public abstract long Count { get; }

    /// <summary>Gets the bytes of all states and their index.</summary>
    public abstract long TableBytes { get; }

    /// <summary>Gets the bytes of the buffers in which events wait for their part.</summary>
    public abstract long BufferBytes { get; }

    /// <summary>Gets what was noted besides the states.</summary>
    public LevelTally Tally { get; } = new();

    /// <summary>Takes one event of a step.</summary>
    public abstract void Add(long entity, long at, int step);

    /// <summary>Takes columns, in order.</summary>
    public abstract void Add(SequenceBatch batch);

    /// <summary>Applies everything that waits in buffers.</summary>
    public abstract void Flush();

    /// <summary>The highest level ever reached, with what waits for the entity; 0 = none.</summary>
    public abstract int LevelOf(long entity);

    /// <summary>Applies everything that waits in buffers, and shows every entity with its furthest level, and whether it is open at a time.</summary>
    public abstract void Visit<TVisitor>(long asOf, ref TVisitor visitor)
        where TVisitor : ILevelVisitor, allows ref struct;

    /// <summary>Gets how many words the state of an entity takes.</summary>
    public abstract int Words { get; }

    /// <summary>Shows the state of every entity. After <see cref="Flush"/>.</summary>
    public abstract void Export<TSink>(ref TSink sink)
        where TSink : ILevelSink, allows ref struct;

    /// <summary>Takes over the state of an entity.</summary>
    /// <returns>What is wrong with it, or <c>null</c>.</returns>
    public abstract string? Import(long entity, ReadOnlySpan<long> state);

    /// <summary>Applies everything that waits in buffers, and forgets the entities whose last event is before a time.</summary>
    /// <returns>How many.</returns>
    public abstract long Forget(long before);

    /// <summary>Forgets everything and keeps the memory.</summary>
    public abstract void Clear();
}
