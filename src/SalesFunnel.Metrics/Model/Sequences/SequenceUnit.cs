namespace SalesFunnel.Metrics;

/// <summary>What is counted.</summary>
public enum SequenceUnit
{
    /// <summary>Each entity once, with its furthest step.</summary>
    Entities = 0,

    /// <summary>Every attempt: the next one starts after the one before has ended by completion, time-out or exclusion. A later step 1 restarts the attempt, unless only the first entry counts.</summary>
    Attempts = 1,
}
