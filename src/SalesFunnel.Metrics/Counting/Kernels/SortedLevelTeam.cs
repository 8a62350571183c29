namespace SalesFunnel.Metrics;

/// <summary>Counts a large sorted batch on several threads: each takes whole entities, the first also the one that goes on from before, the last the one that may go on.</summary>
internal sealed unsafe class SortedLevelTeam
{
    private readonly SortedLevelRun[] _runs;
    private readonly WorkerTeam _team;
    private readonly Action<int> _count;
    private readonly int[] _starts;
    private long* _entities;
    private long* _at;
    private byte* _types;
    private int _length;

    public SortedLevelTeam(SortedLevelRun[] runs)
    {
        _runs = runs;
        _team = new WorkerTeam(runs.Length);
        _starts = new int[runs.Length + 1];
        _count = CountPart;
    }

    public void Add(SequenceBatch batch)
    {
        for (int i = 1; i < _runs.Length; i++)
        {
            // The first event may belong to the entity that goes on from before, so it is the first run's.
            int start = Math.Max(Math.Max(_starts[i - 1], 1), (int)((long)batch.Length * i / _runs.Length));
            while (start < batch.Length && batch.Entities[start] == batch.Entities[start - 1])
                start++;
            if (start < batch.Length && batch.Entities[start] < batch.Entities[start - 1])
                throw SortedLevelRun.NotSorted(batch.Entities[start], batch.Entities[start - 1]);
            _starts[i] = start;
        }

        _starts[^1] = batch.Length;
        fixed (long* entities = batch.Entities)
        fixed (long* at = batch.At)
        fixed (byte* types = batch.Types)
        {
            _entities = entities;
            _at = at;
            _types = types;
            _length = batch.Length;
            _team.Run(_count);
        }

        _entities = _at = null;
        _types = null;
        for (int i = 1; i < _runs.Length; i++)
            _runs[0].Take(_runs[i]);
    }

    private void CountPart(int part)
    {
        Range range = _starts[part].._starts[part + 1];
        var batch = new SequenceBatch(new ReadOnlySpan<long>(_entities, _length)[range], new ReadOnlySpan<long>(_at, _length)[range], new ReadOnlySpan<byte>(_types, _length)[range]);
        if (batch.Length > 0)
            _runs[part].Add(batch);
    }
}
