using ParquetSharp;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>The events as Parquet files: how the other engines get them, and the input of the last task.</summary>
internal static class SequenceFiles
{
    private const int RowsPerGroup = 1_000_000;

    public static void Write(SequenceData data, string path)
    {
        Column[] columns = [new Column<long>("entity"), new Column<long>("ms"), new Column<byte>("type")];
        using var file = new ParquetFileWriter(path, columns, Compression.Snappy);
        for (int start = 0; start < data.Events; start += RowsPerGroup)
        {
            int length = Math.Min(RowsPerGroup, data.Events - start);
            using RowGroupWriter group = file.AppendRowGroup();
            using (LogicalColumnWriter<long> entities = group.NextColumn().LogicalWriter<long>())
                entities.WriteBatch(data.Entities.AsSpan(start, length));
            using (LogicalColumnWriter<long> at = group.NextColumn().LogicalWriter<long>())
                at.WriteBatch(data.At.AsSpan(start, length));
            using (LogicalColumnWriter<byte> types = group.NextColumn().LogicalWriter<byte>())
                types.WriteBatch(data.Types.AsSpan(start, length));
        }

        file.Close();
    }
}
