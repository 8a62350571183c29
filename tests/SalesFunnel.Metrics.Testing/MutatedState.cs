using System.Buffers.Binary;
using System.Numerics;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Saved snapshots that were changed and sealed again with a right length and checksum, as an enemy would; each made from its number alone.</summary>
public static class MutatedState
{
    private const int Header = 16;
    private const int KindAt = 5;
    private const int MaxKeptPerByte = 16_000; // a cell of 64 stages takes 14 KB and at least four bytes

    private static readonly byte[] Hurtful = [0, 1, 2, 3, 0x7F, 0x80, 0x81, 0xFE, 0xFF];

    public static byte[] Make(IReadOnlyList<byte[]> seeds, ulong number)
    {
        ulong state = number;
        int Below(int bound)
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)(((z ^ (z >> 31)) >> 33) % (uint)bound);
        }

        var bytes = new List<byte>(seeds[Below(seeds.Count)]);
        int changes = 1 + Below(3);
        for (int i = 0; i < changes && bytes.Count > Header; i++)
        {
            int at = Header + Below(bytes.Count - Header);
            switch (Below(8))
            {
                case 0 or 1:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 2:
                    bytes[at] = Hurtful[Below(Hurtful.Length)];
                    break;
                case 3:
                    bytes[at]++;
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(1 + Below(4), bytes.Count - at));
                    break;
                case 5:
                    bytes.Insert(at, Hurtful[Below(Hurtful.Length)]);
                    break;
                case 6:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + Below(24), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)0xFF, 1 + Below(9)));
                    break;
            }
        }

        byte[] result = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(8), result.Length - Header);
        uint crc = uint.MaxValue;
        for (int i = 0; i < result.Length; i++)
        {
            if (i is < 12 or >= Header)
                crc = BitOperations.Crc32C(crc, result[i]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(12), ~crc);
        return result;
    }

    /// <summary>Reads bytes as the state of their kind and judges how that ended.</summary>
    /// <returns>What is wrong, or <c>null</c> for a typed error and for a state that is written as the same bytes and adds up.</returns>
    /// <param name="state">The bytes.</param>
    /// <param name="refusal">The typed error, or <c>null</c> when they were read.</param>
    public static string? Judge(byte[] state, out StateFormatException? refusal) => (state.Length > KindAt ? state[KindAt] : 0) switch
    {
        StateFrame.SequenceSnapshotKind => Judge(state, static s => SequenceSnapshotCodec.Read(s), SequenceSnapshotCodec.ToBytes, Judge, out refusal),
        StateFrame.SequenceTrackerKind => Judge(state, static s => SequenceTrackerCodec.Read(s), SequenceTrackerCodec.ToBytes, Judge, out refusal),
        StateFrame.StageHistoryTrackerKind => Judge(state, static s => StageHistoryTrackerCodec.Read(s), StageHistoryTrackerCodec.ToBytes, Judge, out refusal),
        StateFrame.CheckpointKind => Judge(state, static s => CheckpointCodec.Read(s), CheckpointCodec.ToBytes, static c => Judge(c.Tracker), out refusal),
        StateFrame.EventBlockKind => Judge(state, LiveSeeds.ReadBlock, static b => EventBlockCodec.ToBytes(b.Events.Batch, b.Sources), static _ => null, out refusal),
        StateFrame.EntityIndexKind => Judge(state, static s => EntityIndexCodec.Read(s), EntityIndexCodec.ToBytes, static _ => null, out refusal),
        _ => Judge(state, static s => SnapshotCodec.Read(s), SnapshotCodec.ToBytes, Judge, out refusal),
    };

    private static string? Judge<T>(byte[] state, Func<byte[], T> read, Func<T, byte[]> write, Func<T, string?> judge, out StateFormatException? refusal)
    {
        refusal = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        T found;
        try
        {
            found = read(state);
        }
        catch (StateFormatException e)
        {
            refusal = e;
            return e.Offset < 0 || e.Offset > state.Length || e.Message.Length < 40 ? $"poor message: {e.Message}" : null;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > 20_000_000 + (state.Length * (long)MaxKeptPerByte))
            return $"{allocated} bytes allocated for {state.Length}";
        byte[] again = write(found);
        return again.AsSpan().SequenceEqual(state) ? judge(found) : $"it is written as other bytes: {Convert.ToHexString(again)}";
    }

    private static string? Judge(StageHistoryTracker tracker)
    {
        tracker.Add(DealEvent.Enter(0, tracker.LastEventAt ?? DateTimeOffset.UnixEpoch, 0)); // it must go on
        tracker.Compact();
        StageSnapshot snapshot = tracker.Snapshot(DateTimeOffset.MaxValue);
        return snapshot.Leads > tracker.DealCount + tracker.CompactedDealCount + tracker.Waiting().Length ? "there are more leads than deals" : Judge(snapshot);
    }

    private static string? Judge(SequenceTracker tracker)
    {
        SequenceSnapshot snapshot = tracker.Snapshot(DateTimeOffset.MaxValue);
        if (tracker.Levels().Count > tracker.EventCount + tracker.EntityCount)
            return "there are more levels than entities";
        return tracker.KeepsEvents ? null : Judge(snapshot);
    }

    private static string? Judge(SequenceSnapshot snapshot)
    {
        long further = 0;
        for (int step = snapshot.Definition.Steps.Count - 1; step >= 0; step--)
        {
            long here = 0;
            foreach (SequenceEnding ending in Enum.GetValues<SequenceEnding>())
                here += snapshot.EndedAt(step, ending);
            further += here;
            if (snapshot.Reached(step) < here || snapshot.Reached(step) > further || (!snapshot.Definition.Steps[step].IsOptional && snapshot.Reached(step) != further))
                return "the steps do not add up";
            if (step > 0)
                snapshot.TimeBetween(0, step).Bins();
        }

        return snapshot.Entered != further || snapshot.Segments().Groups.Sum(static g => g.Snapshot.Entered) is var sum && snapshot.Chains is not null && sum != further
            ? "the entities do not add up"
            : null;
    }

    private static string? Judge(StageSnapshot snapshot)
    {
        long leads = 0;
        foreach (CohortGroup cohort in snapshot.Cohorts)
            leads += cohort.Snapshot.Leads;
        if (leads != snapshot.Leads || leads != snapshot.Open + snapshot.Lost + snapshot.Won || snapshot.Reached(snapshot.Definition.WonIndex) != snapshot.Won)
            return "the deals do not add up";
        for (int stage = 0; stage < snapshot.Definition.OpenStageCount; stage++)
        {
            if (snapshot.Reached(stage) != snapshot.Reached(stage + 1) + snapshot.LostAtFurthest(stage) + snapshot.OpenAtFurthest(stage))
                return "the stages do not add up";
            for (VisitEnd end = VisitEnd.Onward; end <= VisitEnd.StillOpen; end++)
                snapshot.Times(stage, end).ApproximateQuantile(0.99);
        }

        return null;
    }
}
