using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Counting;

/// <summary>The index keeps half of the hash: ids made to collide in it, and in their place, are still told apart.</summary>
public class HashCollisionProperties
{
    [Property]
    public void Deals_whose_hashes_collide_are_told_apart(LogCase log)
    {
        // Equal low halves (what the index keeps) and equal top bits (where the search starts).
        LogCase colliding = log.With(log.Events.Select(e => e with { Entity = Unmix(((ulong)e.Entity << 33) | 0x1234_5678) }));
        StageSnapshot expected = Engine.Track(log).Snapshot(log.End);
        var columns = new StageHistoryTracker(log.Definition, Engine.TrackerOptions(log));
        foreach (DealEvent[] chunk in colliding.Events.Chunk(3)) // the batch path guesses deals that are known before the batch
            columns.Add(new EventColumns(chunk).Batch());

        Engine.AssertNone(SnapshotFigures.Differences(expected, Engine.Track(colliding).Snapshot(log.End)));
        Engine.AssertNone(SnapshotFigures.Differences(expected, columns.Snapshot(log.End)));
    }

    [Property]
    public void The_mixer_is_a_bijection(ulong value) => Assert.Equal(value, EntityHash.Mix((ulong)Unmix(value)));

    /// <summary>The inverse of the hash: each step undone, last first.</summary>
    private static long Unmix(ulong hash)
    {
        hash = UndoShift(hash, 31);
        hash = UndoShift(hash * Inverse(0x94D049BB133111EB), 27);
        return (long)UndoShift(hash * Inverse(0xBF58476D1CE4E5B9), 30);
    }

    private static ulong UndoShift(ulong value, int shift)
    {
        ulong undone = value;
        for (int i = shift; i < 64; i += shift)
            undone = value ^ (undone >> shift);
        return undone;
    }

    /// <summary>The inverse of an odd number modulo 2⁶⁴, by Newton's iteration: each step doubles the right bits.</summary>
    private static ulong Inverse(ulong odd)
    {
        ulong inverse = odd;
        for (int i = 0; i < 5; i++)
            inverse *= 2 - (odd * inverse);
        return inverse;
    }
}
