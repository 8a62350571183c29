namespace SalesFunnel.Metrics;

/// <content>A large batch on several threads: first each sorts a stretch of the events into buffers of its own, then each applies the events of some parts, in the order of the stretches.</content>
internal sealed unsafe partial class PartitionedLevels<TState>
{
    private const int StretchEvents = 1 << 21;

    private readonly WorkerTeam? _team;
    private Worker[] _workers = [];
    private long* _entities;
    private long* _at;
    private byte* _types;
    private int _length;
    private int _nextPart;

    private void AddInParallel(SequenceBatch batch, WorkerTeam team)
    {
        Flush();
        if (_bits == 0)
            Divide(ManyBits, EntitySlots);
        if (_workers.Length == 0)
        {
            _workers = new Worker[team.Count];
            for (int i = 0; i < _workers.Length; i++)
                _workers[i] = new Worker(1 << _bits);
        }

        int most = StretchEvents * team.Count;
        for (int start = 0; start < batch.Length; start += most)
        {
            SequenceBatch part = batch.Slice(start, Math.Min(most, batch.Length - start));
            fixed (long* entities = part.Entities)
            fixed (long* at = part.At)
            fixed (byte* types = part.Types)
            {
                _entities = entities;
                _at = at;
                _types = types;
                _length = part.Length;
                team.Run(_scatter);
                _nextPart = 0;
                if (AllFit())
                    team.Run(_apply);
                else
                    AddInOrder(part); // nothing has been applied yet
            }

            _entities = _at = null;
            _types = null;

            foreach (Worker worker in _workers)
                Tally.Take(worker.Tally);
        }
    }

    private bool AllFit()
    {
        bool all = true;
        foreach (Worker worker in _workers)
            all &= worker.AllFit;
        if (!all)
        {
            foreach (Worker worker in _workers)
                worker.Clear();
        }

        return all;
    }

    private void ScatterStretch(int number)
    {
        Worker worker = _workers[number];
        int from = (int)((long)_length * number / _workers.Length);
        int to = (int)((long)_length * (number + 1) / _workers.Length);
        var batch = new SequenceBatch(new ReadOnlySpan<long>(_entities, _length)[from..to], new ReadOnlySpan<long>(_at, _length)[from..to], new ReadOnlySpan<byte>(_types, _length)[from..to]);
        Span<ushort> chosen = stackalloc ushort[Block];
        long last = long.MinValue;
        for (int start = 0; start < batch.Length && worker.AllFit; start += Block)
        {
            SequenceBatch block = batch.Slice(start, Math.Min(Block, batch.Length - start));
            int count = Choose(block.Types, chosen);
            for (int k = 0; k < count; k++)
            {
                int i = chosen[k];
                long at = block.At[i];
                long entity = block.Entities[i];
                ulong key = KeyOf(entity, out int partition);
                if ((ulong)(at - _minAt) > _maxAt || !IsId(entity))
                {
                    worker.AllFit = false;
                    break;
                }

                last = Math.Max(last, at);
                worker.Put(partition, new LevelRecord(key, at, _rules.StepOfType[block.Types[i]]));
            }
        }

        worker.Tally.LastAt = worker.AllFit ? last : long.MinValue;
    }

    private void ApplyParts(int number)
    {
        for (int part = Interlocked.Increment(ref _nextPart) - 1; part < _partitions.Length; part = Interlocked.Increment(ref _nextPart) - 1)
        {
            foreach (Worker worker in _workers)
                _partitions[part].Apply(worker.Take(part), _workers[number].Tally);
        }
    }

    /// <summary>What one thread keeps between its two tasks. Buffers grow to what a stretch needs and are kept.</summary>
    private sealed class Worker(int partitions)
    {
        private const int FirstRoom = 1 << 10;

        private readonly LevelRecord[][] _records = NewBuffers(partitions);
        private readonly int[] _waiting = new int[partitions];

        public LevelTally Tally { get; } = new();

        /// <summary>Gets or sets a value indicating whether all events so far fit a record.</summary>
        public bool AllFit { get; set; } = true;

        public long Bytes
        {
            get
            {
                long bytes = 0;
                foreach (LevelRecord[] records in _records)
                    bytes += records.LongLength * sizeof(LevelRecord);
                return bytes;
            }
        }

        public void Put(int partition, LevelRecord record)
        {
            LevelRecord[] records = _records[partition];
            ref int waiting = ref _waiting[partition];
            if (waiting == records.Length)
                records = Grow(partition);
            records[waiting++] = record;
        }

        public ReadOnlySpan<LevelRecord> Take(int partition)
        {
            int count = _waiting[partition];
            _waiting[partition] = 0;
            return _records[partition].AsSpan(0, count);
        }

        public void Clear()
        {
            AllFit = true;
            Array.Clear(_waiting);
            Tally.Clear();
        }

        private static LevelRecord[][] NewBuffers(int partitions)
        {
            var buffers = new LevelRecord[partitions][];
            for (int i = 0; i < buffers.Length; i++)
                buffers[i] = new LevelRecord[FirstRoom];
            return buffers;
        }

        private LevelRecord[] Grow(int partition)
        {
            Array.Resize(ref _records[partition], checked(_records[partition].Length * 2));
            return _records[partition];
        }
    }
}
