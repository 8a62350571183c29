namespace SalesFunnel.Metrics;

/// <summary>Walks a log deal by deal and notes when each reached its stages, and how and when it ended.</summary>
internal static class DealRecorder
{
    public static DealRecords Of(DealLog log, LogCountOptions options)
    {
        LogColumns columns = log.Columns;
        var run = new LogRun(log, options);
        int stages = log.Definition.Stages.Count;
        var reached = new long[columns.Entities.Length * stages];
        var ends = new DealRecords.Ending[columns.Entities.Length];
        int count = 0;
        DealState deal = default;
        for (int index = 0; index < columns.Entities.Length; index++)
        {
            int end = columns.EndOf(index, log.AsOfMicros);
            run.Begin(ref deal, index, end);
            Span<long> times = reached.AsSpan(count * stages, stages);
            times.Fill(DealRecords.NotReached);
            long first = EventTime.Undated;
            int far = -1;
            for (int row = columns.Starts[index]; row < end; row++)
            {
                EventEffect effect = run.Apply(ref deal, row);
                if (!deal.Has(DealFlags.Created))
                    continue;
                for (; far < deal.Far; far++)
                    times[far + 1] = columns.At[row];
                if (first == EventTime.Undated && (effect & EventEffect.Rejected) == 0 && columns.Kind[row] is DealEventKind.Enter or DealEventKind.Won or DealEventKind.Lost)
                    first = columns.At[row];
            }

            if (!deal.Has(DealFlags.Created) || deal.Has(DealFlags.Gone))
                continue;
            if (deal.Has(DealFlags.Won))
                times[(far + 1)..].Fill(deal.Clock); // a win implies the stages before it, at the time of the win
            ends[count++] = new DealRecords.Ending(
                first,
                deal.Has(DealFlags.Closed) ? deal.Clock : log.AsOfMicros,
                deal.Has(DealFlags.Won) ? deal.WonAmount : DealEvent.NoValue,
                deal.Cell,
                deal.Has(DealFlags.Won) ? Statistics.DealOutcome.Won : deal.Has(DealFlags.Lost) ? Statistics.DealOutcome.Lost : Statistics.DealOutcome.Open);
        }

        return new DealRecords(log.Definition, log.AsOfMicros, log.HasFullHistory, reached.AsSpan(0, count * stages).ToArray(), ends.AsSpan(0, count).ToArray(), run.Counter.Cells.Keys(run.Counter.Segments));
    }
}
