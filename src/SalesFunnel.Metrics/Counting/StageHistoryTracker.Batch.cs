using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <content>The batch path: blocks whose deals are fetched into cache before they are touched.</content>
public sealed partial class StageHistoryTracker
{
    // Enough loads in flight to hide memory latency, few enough that the block's states (8 KiB) stay in the first-level cache.
    private const int Block = 128;
    private const int Rejected = -2;

    /// <summary>Adds a batch of columns, in order. Same result as adding its events one by one; fastest with some thousands of events.</summary>
    /// <param name="batch">The columns.</param>
    public void Add(EventBatch batch)
    {
        if (_waiting is not null)
        {
            for (int i = 0; i < batch.Length; i++)
                Add(batch[i]);
            return;
        }

        Span<int> slots = stackalloc int[Block];
        Span<ulong> hashes = stackalloc ulong[Block];
        for (int start = 0; start < batch.Length; start += Block)
        {
            int length = Math.Min(Block, batch.Length - start);
            AddBlock(batch.Slice(start, length), slots[..length], hashes[..length]);
        }
    }

    /// <summary>Adds rows, in order. Same result as adding the events one by one; each block is turned into columns first.</summary>
    /// <param name="events">The events.</param>
    public void Add(ReadOnlySpan<DealEvent> events)
    {
        if (_waiting is not null)
        {
            foreach (ref readonly DealEvent dealEvent in events)
                Add(dealEvent);
            return;
        }

        Span<int> slots = stackalloc int[Block];
        Span<ulong> hashes = stackalloc ulong[Block];
        Span<long> longs = stackalloc long[5 * Block];
        Span<byte> stages = stackalloc byte[Block];
        Span<DealEventKind> kinds = stackalloc DealEventKind[Block];
        for (int start = 0; start < events.Length; start += Block)
        {
            ReadOnlySpan<DealEvent> rows = events.Slice(start, Math.Min(Block, events.Length - start));
            for (int i = 0; i < rows.Length; i++)
            {
                ref readonly DealEvent row = ref rows[i];
                longs[i] = row.Entity;
                longs[i + Block] = row.AtUnixMicros;
                longs[i + (2 * Block)] = row.Value;
                longs[i + (3 * Block)] = row.Segment;
                longs[i + (4 * Block)] = row.Seq;
                stages[i] = (byte)Math.Min((uint)row.Stage, byte.MaxValue); // no funnel has a stage 255: rejected like any unknown one
                kinds[i] = row.Kind;
            }

            AddBlock(
                new EventBatch(
                    longs[..rows.Length],
                    longs.Slice(Block, rows.Length),
                    stages[..rows.Length],
                    kinds[..rows.Length],
                    longs.Slice(2 * Block, rows.Length),
                    longs.Slice(3 * Block, rows.Length),
                    longs.Slice(4 * Block, rows.Length)),
                slots[..rows.Length],
                hashes[..rows.Length]);
        }
    }

    internal void ApplyNow(in DealEvent e, long position)
    {
        int slot = _deals.GetOrAdd(e.Entity, EntityHash.Mix((ulong)e.Entity));
        if (slot == DealTable.CompactedSlot)
            _rejected.Add(RejectReason.Compacted, position);
        else
            Apply(slot, e.AtUnixMicros, e.Seq, e.Kind, e.Stage, e.Value, e.Segment, position);
    }

    private void AddBlock(EventBatch block, Span<int> slots, Span<ulong> hashes)
    {
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = EntityHash.Mix((ulong)block.Entities[i]);
            if (i == 0 || hashes[i] != hashes[i - 1])
                _deals.PrefetchIndex(hashes[i]);
        }

        long first = EventCount;
        EventCount += slots.Length;
        for (int i = 0; i < slots.Length; i++)
        {
            long entity = block.Entities[i];
            RejectReason reason = Refuse(entity, block.AtUnixMicros[i], block.KindAt(i), block.StageAt(i), block.ValueAt(i), block.SegmentAt(i));
            if (reason != 0)
            {
                _rejected.Add(reason, first + i);
                slots[i] = Rejected;
                continue;
            }

            if (i > 0 && hashes[i] == hashes[i - 1] && slots[i - 1] != Rejected)
            {
                slots[i] = slots[i - 1]; // the same deal again: sorted input
                continue;
            }

            slots[i] = _deals.FindCandidate(hashes[i]);
            if (slots[i] >= 0)
                _deals.PrefetchState(slots[i]);
        }

        int slot = -1;
        int last = -1; // the last event that was not rejected
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i] == Rejected)
                continue;
            if (last < 0 || hashes[i] != hashes[last]) // the hash is a bijection: equal hashes are equal deals
            {
                long entity = block.Entities[i];
                slot = slots[i] >= 0 && _deals.At(slots[i]).Entity == entity ? slots[i] : _deals.GetOrAdd(entity, hashes[i]);
            }

            last = i;
            if (slot == DealTable.CompactedSlot)
            {
                _rejected.Add(RejectReason.Compacted, first + i);
                continue;
            }

            Apply(slot, block.AtUnixMicros[i], block.SeqAt(i), block.KindAt(i), block.StageAt(i), block.ValueAt(i), block.SegmentAt(i), first + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Apply(int slot, long at, long seq, DealEventKind kind, int stage, long value, long segment, long position)
    {
        ref DealState deal = ref _deals.At(slot);
        if (at <= deal.LastAt && (at < deal.LastAt || seq <= deal.LastSeq) && !IsInOrder(deal, at, seq, position))
            return;
        deal.LastAt = at;
        deal.LastSeq = seq;
        _lastAt = Math.Max(_lastAt, at);
        _usesInputOrder |= seq == DealEvent.NoSeq;
        EventEffect effect = _counter.Apply(ref deal, slot, kind, at, stage, value, segment);
        if ((effect & EventEffect.Tallied) != 0)
            Tally(deal, effect, position);
    }

    private bool IsInOrder(in DealState deal, long at, long seq, long position)
    {
        if (at == deal.LastAt && seq == deal.LastSeq)
        {
            if (seq == DealEvent.NoSeq)
                return true; // arrival order decides
            _rejected.Add(RejectReason.Duplicate, position);
            return false;
        }

        _rejected.Add(RejectReason.Late, position);
        return false;
    }

    private void Tally(in DealState deal, EventEffect effect, long position)
    {
        if ((effect & EventEffect.Rejected) != 0)
            _rejected.Add((effect & EventEffect.Impossible) != 0 ? RejectReason.Impossible : RejectReason.ReopenTooLate, position);
        _tally += EventEffects.TallyOf(effect);
        if ((effect & (EventEffect.Deleted | EventEffect.Merged)) != 0)
            _isPartial |= deal.Has(DealFlags.Created);
    }
}
