using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>How old each deal was at its last outcome, or is now.</summary>
internal static class DealAges
{
    private const double MicrosPerDay = 86_400_000_000;
    private const EventEffect Entries = EventEffect.Entered | EventEffect.Won | EventEffect.Lost | EventEffect.Repeat;

    public static AalenJohansen Incidence(DealLog log, out long ageless)
    {
        LogColumns columns = log.Columns;
        var run = new LogRun(log, new LogCountOptions());
        var days = new List<double>();
        var outcomes = new List<DealOutcome>();
        ageless = 0;
        DealState deal = default;
        for (int index = 0; index < columns.Entities.Length; index++)
        {
            int end = columns.EndOf(index, log.AsOfMicros);
            run.Begin(ref deal, index, end);
            long first = EventTime.Undated;
            for (int row = columns.Starts[index]; row < end; row++)
            {
                EventEffect effect = run.Apply(ref deal, row);
                if (first == EventTime.Undated && (effect & Entries) != 0 && (columns.Kind[row] is DealEventKind.Enter or DealEventKind.Won or DealEventKind.Lost))
                    first = columns.At[row];
            }

            if (!deal.Has(DealFlags.Created) || deal.Has(DealFlags.Gone))
                continue;
            long last = deal.Has(DealFlags.Closed) ? deal.Clock : log.AsOfMicros;
            if (first == EventTime.Undated || last == EventTime.Undated)
            {
                ageless++;
                continue;
            }

            days.Add((last - first) / MicrosPerDay);
            outcomes.Add(deal.Has(DealFlags.Won) ? DealOutcome.Won : deal.Has(DealFlags.Lost) ? DealOutcome.Lost : DealOutcome.Open);
        }

        return AalenJohansen.Fit(days.ToArray(), outcomes.ToArray());
    }
}
