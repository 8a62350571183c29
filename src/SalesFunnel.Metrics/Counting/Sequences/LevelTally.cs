namespace SalesFunnel.Metrics;

/// <summary>What one worker notes besides the states.</summary>
internal sealed class LevelTally
{
    public RejectedSample Late { get; } = new();

    public RejectedSample NotRepresentable { get; } = new();

    /// <summary>Gets how often an entity was forgotten, by its furthest level.</summary>
    public long[] Forgotten { get; } = new long[SequenceDefinition.MaxSteps + 1];

    /// <summary>Gets or sets the time of the latest event of a step.</summary>
    public long LastAt { get; set; } = long.MinValue;

    /// <summary>Adds the notes of another, and empties them.</summary>
    public void Take(LevelTally other)
    {
        CopyFrom(other);
        other.Clear();
    }

    /// <summary>Adds the notes of another.</summary>
    public void CopyFrom(LevelTally other)
    {
        Late.Add(other.Late);
        NotRepresentable.Add(other.NotRepresentable);
        for (int level = 0; level < Forgotten.Length; level++)
            Forgotten[level] += other.Forgotten[level];
        LastAt = Math.Max(LastAt, other.LastAt);
    }

    public void Clear()
    {
        Late.Clear();
        NotRepresentable.Clear();
        Array.Clear(Forgotten);
        LastAt = long.MinValue;
    }
}
