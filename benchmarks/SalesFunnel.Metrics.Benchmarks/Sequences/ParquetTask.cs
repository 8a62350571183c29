using ParquetSharp;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>From a Parquet file to the counts, end to end. The file is in the cache of the operating system.</summary>
internal static class ParquetTask
{
    private const string FromFile = "Parquet columns into `SequenceTracker`";
    private const string DuckDbFile = "DuckDB, one query on the file";

    public static void Run(TextWriter output, SequenceData data, string path, int rounds, Goals goals)
    {
        using var duck = new DuckDb();
        using ClickHouse? house = PeerFolder.HasClickHouse ? new ClickHouse() : null;
        var contenders = new List<Contender>();
        for (int threads = 1; threads <= 2; threads++)
        {
            int n = threads;
            contenders.Add(new Contender(FromFile, n, () => Count(path, decodesAhead: n == 2)));
            contenders.Add(new Contender(DuckDbFile, n, () => DuckDbSequences.FromFile(duck, path, n)));
            if (house is not null)
                contenders.Add(new Contender("ClickHouse, one query on the file", n, () => ClickHouseSequences.FromFile(house, path, n)));
        }

        Section section = new Section($"From Parquet to the counts, the events by time, {new FileInfo(path).Length / 1_000_000} MB", data.Events, contenders).Run(output, rounds);
        for (int threads = 1; threads <= 2; threads++)
            goals.Faster("from Parquet to the counts", section, section[FromFile, threads], section[DuckDbFile, threads], 2);
    }

    /// <summary>Reads row group by row group; on two threads one group is decoded while the one before is counted.</summary>
    private static Measured Count(string path, bool decodesAhead)
    {
        using var file = new ParquetFileReader(path);
        var tracker = new SequenceTracker(OurSequences.Definition(), OurSequences.Options(1));
        Group current = new();
        Group next = new();
        int groups = file.FileMetaData.NumRowGroups;
        current.Read(file, 0);
        for (int group = 0; group < groups; group++)
        {
            int following = group + 1;
            Group target = next;
            Task? ahead = decodesAhead && following < groups ? Task.Run(() => target.Read(file, following)) : null;
            current.AddTo(tracker);
            if (ahead is null && following < groups)
                next.Read(file, following);
            ahead?.Wait();
            (current, next) = (next, current);
        }

        return OurSequences.Answer(tracker);
    }

    private sealed class Group
    {
        private long[] _entities = [];
        private long[] _at = [];
        private byte[] _types = [];
        private int _rows;

        public void Read(ParquetFileReader file, int number)
        {
            using RowGroupReader group = file.RowGroup(number);
            _rows = (int)group.MetaData.NumRows;
            if (_entities.Length < _rows)
            {
                _entities = new long[_rows];
                _at = new long[_rows];
                _types = new byte[_rows];
            }

            Read(group, 0, _entities.AsSpan(0, _rows));
            Read(group, 1, _at.AsSpan(0, _rows));
            Read(group, 2, _types.AsSpan(0, _rows));
        }

        public void AddTo(SequenceTracker tracker) => tracker.Add(new SequenceBatch(_entities.AsSpan(0, _rows), _at.AsSpan(0, _rows), _types.AsSpan(0, _rows)));

        private static void Read<T>(RowGroupReader group, int column, Span<T> values)
        {
            using ColumnReader reader = group.Column(column);
            using LogicalColumnReader<T> logical = reader.LogicalReader<T>();
            if (logical.ReadBatch(values) != values.Length)
                throw new InvalidOperationException($"Column {column} ended before its row group did.");
        }
    }
}
