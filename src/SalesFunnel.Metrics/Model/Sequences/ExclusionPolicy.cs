namespace SalesFunnel.Metrics;

/// <summary>What an excluded event does.</summary>
public enum ExclusionPolicy
{
    /// <summary>Ends the attempts that it falls into; the entity keeps the level it had reached, and later events may start or continue other attempts.</summary>
    DropAttempt = 0,

    /// <summary>Takes the entity out of all steps when its best attempt is one that the event falls into.</summary>
    DropEntity = 1,

    /// <summary>Erases the attempt as if it had not been made; later events start anew.</summary>
    EraseAttempt = 2,
}
