using ParquetSharp;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The rows as a Parquet file: how the other engines get them.</summary>
internal static class StageFiles
{
    private const int RowsPerGroup = 1_000_000;

    public static void Write(StageData data, string path)
    {
        Column[] columns = [new Column<long>("deal"), new Column<long>("ms"), new Column<byte>("src"), new Column<byte>("dst"), new Column<long>("cents"), new Column<byte>("segment")];
        using var file = new ParquetFileWriter(path, columns, Compression.Snappy);
        for (int start = 0; start < data.Rows; start += RowsPerGroup)
        {
            int length = Math.Min(RowsPerGroup, data.Rows - start);
            using RowGroupWriter group = file.AppendRowGroup();
            Write(group, data.Deals.AsSpan(start, length));
            Write(group, data.At.AsSpan(start, length));
            Write(group, data.From.AsSpan(start, length));
            Write(group, data.To.AsSpan(start, length));
            Write(group, data.Cents.AsSpan(start, length));
            Write(group, data.SegmentOf.AsSpan(start, length));
        }

        file.Close();
    }

    private static void Write<T>(RowGroupWriter group, ReadOnlySpan<T> column)
    {
        using LogicalColumnWriter<T> writer = group.NextColumn().LogicalWriter<T>();
        writer.WriteBatch(column);
    }
}
