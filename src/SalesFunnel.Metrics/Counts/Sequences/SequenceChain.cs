namespace SalesFunnel.Metrics;

/// <summary>The chain of one entity, or of one attempt: which steps it did, and when.</summary>
public readonly struct SequenceChain
{
    private readonly SequenceChains _chains;
    private readonly int _index;

    internal SequenceChain(SequenceChains chains, int index) => (_chains, _index) = (chains, index);

    /// <summary>Gets the id of the entity.</summary>
    public long Entity => _chains.EntityAt(_index);

    /// <summary>Gets the furthest step, 1-based; 0 = none.</summary>
    public int Level => 64 - System.Numerics.BitOperations.LeadingZeroCount(StepsDone);

    /// <summary>Gets the steps done, one bit a step.</summary>
    public ulong StepsDone => _chains.DoneAt(_index);

    /// <summary>Gets how it stands.</summary>
    public SequenceEnding Ending => _chains.EndingAt(_index);

    /// <summary>Gets the value it is broken down by, or <see cref="SegmentValue.None"/>.</summary>
    public long Segment => _chains.SegmentAt(_index);

    /// <summary>Gets when a step was done, in units of the resolution since 1970 UTC, or <c>null</c>.</summary>
    /// <param name="step">0-based index of the step.</param>
    public long? AtOf(int step) => (StepsDone >> step & 1) != 0 ? _chains.TimesAt(_index)[step] : null;
}
