using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics;

/// <summary>Levels of all entities in parts by hash; events wait in a buffer of each part until it is full, so that a part's states are in the cache while its events are applied.</summary>
internal sealed partial class PartitionedLevels<TState> : LevelEngine
    where TState : struct, ILevelState
{
    private const int ManyBits = 7;
    private const int ManyEntities = 1 << 12;
    private const int FewRecords = 1 << 8;
    private const int ManyRecords = 1 << 14;
    private const int Block = 1 << 10;

    private readonly LevelRules _rules;
    private readonly bool _takesDenseIds;
    private readonly bool _isDense;
    private readonly int _parallelFrom;
    private readonly long _minAt; // times between these fit a record
    private readonly ulong _maxAt;
    private readonly long _firstAt; // times between these can be given
    private readonly long _lastAt;
    private readonly LevelBuffer _buffer = new();
    private readonly Action<int> _scatter;
    private readonly Action<int> _apply;
    private LevelPartition<TState>[] _partitions = [];
    private int _bits;

    public PartitionedLevels(LevelRules rules, SequenceOptions options)
    {
        _rules = rules;
        _takesDenseIds = options.DenseIds;
        _isDense = options.DenseIds && !options.IdsHaveGaps;
        _parallelFrom = options.ParallelFrom;
        _firstAt = EventTime.Min / SequenceTime.MicrosOf(options.Resolution);
        _lastAt = EventTime.Max / SequenceTime.MicrosOf(options.Resolution);
        _minAt = Math.Max(_firstAt, -LevelRecord.MaxAt);
        _maxAt = (ulong)(Math.Min(_lastAt, LevelRecord.MaxAt) - _minAt);
        Divide(options.ExpectedEntities >= ManyEntities ? ManyBits : 0, options.ExpectedEntities);
        _team = options.Workers > 1 ? new WorkerTeam(options.Workers) : null;
        _scatter = ScatterStretch;
        _apply = ApplyParts;
    }

    public override void Add(long entity, long at, int step)
    {
        if ((ulong)(at - _minAt) > _maxAt || !IsId(entity))
        {
            AddDirectly(entity, at, step);
            return;
        }

        ulong key = KeyOf(entity, out int partition);
        Tally.LastAt = Math.Max(Tally.LastAt, at);
        Put(partition, new LevelRecord(key, at, step));
    }

    public override void Add(SequenceBatch batch)
    {
        if (_team is not null && batch.Length >= _parallelFrom)
            AddInParallel(batch, _team);
        else
            AddInOrder(batch);
    }

    public override void Flush()
    {
        for (int partition = 0; partition < _partitions.Length; partition++)
            Drain(partition);
        DivideWhenMany();
    }

    public override void Clear()
    {
        _buffer.Clear();
        foreach (LevelPartition<TState> partition in _partitions)
            partition.Clear();
        Tally.Clear();
    }

    public override long Forget(long before)
    {
        Flush();
        long forgotten = 0;
        foreach (LevelPartition<TState> partition in _partitions)
            forgotten += partition.Forget(before, Tally);
        return forgotten;
    }

    private void AddInOrder(SequenceBatch batch)
    {
        for (int start = 0; start < batch.Length; start += Block)
        {
            int length = Math.Min(Block, batch.Length - start);
            Scatter(batch.Slice(start, length));
        }
    }

    private bool IsId(long entity) => !_takesDenseIds || (ulong)entity < int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong KeyOf(long entity, out int partition)
    {
        if (_isDense)
        {
            partition = (int)entity & ((1 << _bits) - 1);
            return (ulong)entity >> _bits;
        }

        ulong key = EntityHash.Mix((ulong)entity);
        partition = (int)(key >> 1 >> (63 - _bits));
        return key;
    }

    private void Scatter(SequenceBatch block)
    {
        Span<ushort> chosen = stackalloc ushort[Block];
        int count = Choose(block.Types, chosen);
        long last = long.MinValue;
        ref byte steps = ref MemoryMarshal.GetArrayDataReference(_rules.StepOfType);
        for (int k = 0; k < count; k++)
        {
            int i = chosen[k];
            long entity = block.Entities[i];
            long at = block.At[i];
            int step = Unsafe.Add(ref steps, block.Types[i]);
            ulong key = KeyOf(entity, out int partition);
            if ((ulong)(at - _minAt) > _maxAt || !IsId(entity))
            {
                AddDirectly(entity, at, step);
                continue;
            }

            last = Math.Max(last, at);
            Put(partition, new LevelRecord(key, at, step));
        }

        Tally.LastAt = Math.Max(Tally.LastAt, last);
    }

    /// <summary>The events that do a step, without a branch: which ones do is hard to predict.</summary>
    private int Choose(ReadOnlySpan<byte> types, Span<ushort> chosen)
    {
        ref byte steps = ref MemoryMarshal.GetArrayDataReference(_rules.StepOfType);
        int count = 0;
        for (int i = 0; i < types.Length; i++)
        {
            chosen[count] = (ushort)i;
            count += (-Unsafe.Add(ref steps, types[i])) >>> 31;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(int partition, LevelRecord record)
    {
        if (_buffer.Put(partition, record))
            DrainFull(partition);
    }

    /// <summary>An event whose time no record holds, or cannot be given; or an id that is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddDirectly(long entity, long at, int step)
    {
        if (at < _firstAt || at > _lastAt || !IsId(entity))
        {
            Tally.NotRepresentable.Add(entity, at);
            return;
        }

        ulong key = KeyOf(entity, out int partition);
        Drain(partition);
        Tally.LastAt = Math.Max(Tally.LastAt, at);
        _partitions[partition].Apply(key, at, step, Tally);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DrainFull(int partition)
    {
        Drain(partition);
        DivideWhenMany();
        int room = RoomFor(_partitions[partition & (_partitions.Length - 1)].End);
        if (_buffer.Room < room)
        {
            Flush();
            _buffer.Divide(_bits, room);
        }
    }

    // Room for about as many events as a part has entities: enough that working on a part pays, and no more memory than the table itself.
    private int RoomFor(int entitiesEach) => _bits == 0 ? FewRecords : Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)entitiesEach), FewRecords, ManyRecords);

    private void DivideWhenMany()
    {
        if (_bits == 0 && EntitySlots > ManyEntities)
            Divide(ManyBits, 0);
    }

    private void Drain(int partition) => _partitions[partition].Apply(_buffer.Take(partition), Tally);

    private void Divide(int bits, int expected)
    {
        LevelPartition<TState>[] old = _partitions;
        _bits = bits;
        _partitions = new LevelPartition<TState>[1 << bits];
        int each = expected >> bits;
        _buffer.Divide(bits, RoomFor(each));
        each += bits == 0 ? 0 : 4 * (int)Math.Sqrt(each); // parts by hash differ: four standard deviations hold nearly all
        for (int i = 0; i < _partitions.Length; i++)
            _partitions[i] = new LevelPartition<TState>(_rules, i, bits, _isDense, each);
        foreach (LevelPartition<TState> from in old)
        {
            for (int slot = from.FirstSlot; slot < from.End; slot++)
            {
                ulong key = KeyOf(from.Entity(slot), out int partition);
                _partitions[partition].Take(key, ref from.State(slot));
            }
        }
    }
}
