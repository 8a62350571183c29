using SalesFunnel.Metrics.Data;

namespace SalesFunnel.Metrics.Benchmarks.Csv;

/// <summary>Our way from the file to figures by owner.</summary>
internal static class CsvContenders
{
    public static CsvFigures Ours(string path)
    {
        FunnelData data = Read(path);
        StageSnapshot snapshot = data.Log.Count();
        if (data.Summary.TotalDefects + snapshot.Rejections.Total > 0)
            throw new InvalidOperationException($"{data.Summary.TotalDefects} defects, {snapshot.Rejections.Total} rejected events; the file has only good rows.");
        var figures = new CsvFigures();
        foreach (SegmentGroup group in snapshot.GroupBy("owner"))
        {
            string owner = data.DimensionValues[0].OuterId(group.Values[0]);
            StageSnapshot counts = group.Snapshot;
            for (int stage = 0; stage < data.Log.Definition.OpenStageCount; stage++)
            {
                (long ended, long micros) = (0, 0);
                foreach (VisitEnd end in (ReadOnlySpan<VisitEnd>)[VisitEnd.Onward, VisitEnd.Back, VisitEnd.Lost, VisitEnd.Won])
                {
                    ended += counts.Times(stage, end).Count;
                    micros += (long)counts.Times(stage, end).TotalMicros;
                }

                figures.Add(owner, stage, counts.Reached(stage), counts.LostAtFurthest(stage), counts.Visits(stage), ended, micros, 0);
            }

            int won = data.Log.Definition.WonIndex;
            figures.Add(owner, won, counts.Reached(won), 0, counts.Visits(won), 0, 0, AmountE4.FromDecimal(counts.WonAmount));
        }

        return figures;
    }

    public static CsvFigures OursReading(string path)
    {
        var figures = new CsvFigures();
        figures.Add("rows", 0, Read(path).Log.EventCount, 0, 0, 0, 0, 0);
        return figures;
    }

    private static FunnelData Read(string path)
    {
        // As an application reads: with progress, and so that it could be cancelled.
        using var cancellation = new CancellationTokenSource();
        return FunnelReader.Read(Mapping(path), new ReadOptions { Progress = new Silent() }, cancellation.Token);
    }

    private static FunnelMapping Mapping(string path) => new()
    {
        Name = "Benchmark",
        Stages = [.. CsvWorkload.Stages.Select(static s => new MappedStage(s))],
        Lost = [CsvWorkload.Lost],
        Dimensions = [new MappedDimension("owner", "owner", DimensionSource.Log)],
        Log = new LogTable(Path.GetFileName(path), "id", "stage", "entered_at") { Amount = "amount" },
        Folder = Path.GetDirectoryName(path)!,
    };

    private sealed class Silent : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value)
        {
        }
    }
}
