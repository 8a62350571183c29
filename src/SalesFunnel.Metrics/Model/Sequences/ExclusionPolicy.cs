namespace SalesFunnel.Metrics;

/// <summary>What an excluded event does.</summary>
public enum ExclusionPolicy
{
    /// <summary>Ends the attempts that it falls into; the entity keeps the level it had reached, and later events may start or continue other attempts.</summary>
    DropAttempt = 0,

    /// <summary>Takes the entity out of all steps when it would have got further without exclusions, or when the event falls into the chain that counts: after its first step of the exclusion, within the window, and the other one is not reached.</summary>
    DropEntity = 1,

    /// <summary>Erases the attempt as if it had not been made when the event falls into all its furthest chains; later events start anew. Attempts are those of <see cref="SequenceUnit.Attempts"/>.</summary>
    EraseAttempt = 2,
}
