namespace SalesFunnel.Metrics.Data;

/// <summary>How sure a proposal is of one thing.</summary>
public enum Certainty
{
    /// <summary>Taken because nothing speaks for another reading. Look at it.</summary>
    Guessed = 0,

    /// <summary>The file speaks for it.</summary>
    Likely = 1,

    /// <summary>The system writes it so, and every value agrees.</summary>
    Certain = 2,
}
