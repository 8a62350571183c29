namespace SalesFunnel.Metrics;

/// <summary>How far an attempt got: its chosen chain by its ends.</summary>
/// <param name="Level">Number of the furthest step, 1-based.</param>
/// <param name="Group">Index of the group in which it was done.</param>
/// <param name="Event">In input order: index in the group of the event that did it.</param>
/// <param name="Key">The chain's start and number of steps.</param>
/// <param name="IsOpen">Whether some chain of the attempt can still go on at the as-of time.</param>
internal readonly record struct ChainAttempt(int Level, int Group, int Event, ChainKey Key, bool IsOpen)
{
    /// <summary>Whether another chain, that ends no earlier, is to be chosen over this one.</summary>
    public bool GivesWayTo(in ChainAttempt other, AttemptPolicy policy, long endedAt, long otherEndsAt)
    {
        if (other.Level != Level)
            return other.Level > Level;
        if (policy == AttemptPolicy.Best)
        {
            ulong duration = ChainRules.Elapsed(Key.Start, endedAt);
            ulong otherDuration = ChainRules.Elapsed(other.Key.Start, otherEndsAt);
            if (otherDuration != duration)
                return otherDuration < duration;
        }

        if (other.Group != Group || other.Event != Event)
            return other.Group == Group && other.Event < Event;
        return other.Key.IsBetterThan(Key);
    }
}
