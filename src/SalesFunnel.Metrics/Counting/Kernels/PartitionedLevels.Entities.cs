using System.Numerics;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <content>Entity by entity: levels, states out and in, and what they take.</content>
internal sealed partial class PartitionedLevels<TState>
{
    public override long Count
    {
        get
        {
            long count = 0;
            foreach (LevelPartition<TState> partition in _partitions)
                count += partition.UsedCount;
            return count;
        }
    }

    public override long TableBytes
    {
        get
        {
            long bytes = 0;
            foreach (LevelPartition<TState> partition in _partitions)
                bytes += partition.Bytes;
            return bytes;
        }
    }

    public override long BufferBytes
    {
        get
        {
            long bytes = _buffer.Bytes;
            foreach (Worker worker in _workers)
                bytes += worker.Bytes;
            return bytes;
        }
    }

    public override int LevelOf(long entity)
    {
        if (_bits == 0)
            Flush(); // may divide
        ulong key = KeyOf(entity, out int partition);
        Drain(partition);
        int slot = IsId(entity) ? _partitions[partition].Find(key) : -1;
        if (slot < 0)
            return 0;
        LevelParameters parameters = _rules.Parameters;
        return LevelIn(ref _partitions[partition].State(slot), in parameters);
    }

    public override void Visit<TVisitor>(long asOf, ref TVisitor visitor)
    {
        LevelParameters parameters = _rules.Parameters;
        if (_bits == 0)
            Flush(); // may divide
        for (int i = 0; i < _partitions.Length; i++)
        {
            Drain(i); // its states are in the cache now
            LevelPartition<TState> partition = _partitions[i];
            for (int slot = partition.FirstSlot; slot < partition.End; slot++)
            {
                ref long state = ref partition.State(slot);
                if (!TState.IsUsed(ref state))
                    continue;
                bool isOpen = TState.IsOpen(ref state, asOf, in parameters);
                visitor.Take(partition.Entity(slot), LevelIn(ref state, in parameters), isOpen, !isOpen && TState.IsExcluded(ref state, in parameters), TState.Last(ref state));
            }
        }
    }

    public override int Words => TState.Words(_rules.Parameters.Steps);

    public override void Export<TSink>(ref TSink sink)
    {
        foreach (LevelPartition<TState> partition in _partitions)
        {
            for (int slot = partition.FirstSlot; slot < partition.End; slot++)
            {
                if (TState.IsUsed(ref partition.State(slot)))
                    sink.Take(partition.Entity(slot), partition.Words(slot));
            }
        }
    }

    public override string? Import(long entity, ReadOnlySpan<long> state)
    {
        LevelParameters parameters = _rules.Parameters;
        ref long first = ref MemoryMarshal.GetReference(state);
        if (state.Length != Words || !TState.IsValid(ref first, in parameters))
            return "its levels cannot have come from events";
        long last = TState.Last(ref first);
        if (last < _firstAt || last > _lastAt)
            return "the time of its last event cannot be given";
        if (!IsId(entity))
            return "its id is not one of the dense ids 0, 1, 2 …";
        DivideWhenMany();
        ulong key = KeyOf(entity, out int partition);
        if (_partitions[partition].Find(key) is var slot and >= 0 && TState.IsUsed(ref _partitions[partition].State(slot)))
            return "it is there twice";
        _partitions[partition].Take(key, ref first);
        Tally.LastAt = Math.Max(Tally.LastAt, last);
        return null;
    }

    private int EntitySlots
    {
        get
        {
            int slots = 0;
            foreach (LevelPartition<TState> partition in _partitions)
                slots += partition.End - partition.FirstSlot;
            return slots;
        }
    }

    private static int LevelIn(ref long state, in LevelParameters rules) => 64 - BitOperations.LeadingZeroCount(TState.Reached(ref state, in rules));
}
