namespace SalesFunnel.Metrics.Testing.Oracles;

/// <summary>One way to fill steps with events: by step the index of its event, or -1.</summary>
public sealed record OracleChain(int[] Events, long[] Times)
{
    /// <summary>Number of the furthest step, 1-based.</summary>
    public int Level => Array.FindLastIndex(Events, static e => e >= 0) + 1;

    public int StepsDone => Events.Count(static e => e >= 0);

    public long Start => Times[0];

    public long End => Times[Level - 1];

    public int LastEvent => Events[Level - 1];

    public bool Does(int step) => Events[step] >= 0;

    /// <summary>Earlier steps first, at the earlier times; a step left out comes after one done.</summary>
    public IEnumerable<long> Order => Events.Select((e, step) => e >= 0 ? Times[step] : long.MaxValue);
}
