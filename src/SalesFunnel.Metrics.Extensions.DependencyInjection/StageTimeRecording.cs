using System.Diagnostics.Metrics;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Turns the growth of the counted times between two readings into measurements of a histogram.</summary>
internal static class StageTimeRecording
{
    private const string EndTag = "salesfunnel.visit.end";

    public static void Record(Histogram<double> histogram, string funnel, StageSnapshot? before, StageSnapshot now)
    {
        for (int stage = 0; stage < now.Definition.OpenStageCount; stage++)
        {
            for (VisitEnd end = VisitEnd.Onward; end < VisitEnd.StillOpen; end++)
            {
                VisitTimes times = now.Times(stage, end);
                VisitTimes earlier = before?.Times(stage, end) ?? default;
                if (times.Count == earlier.Count)
                    continue;
                KeyValuePair<string, object?>[] tags =
                [
                    new(FunnelTelemetry.FunnelTag, funnel),
                    new(FunnelTelemetry.StageTag, now.Definition.Stages[stage].Key),
                    new(EndTag, NameOf(end)),
                ];
                foreach ((double seconds, long count) in times.GrowthSince(earlier))
                {
                    for (long i = 0; i < count; i++)
                        histogram.Record(seconds, tags);
                }
            }
        }
    }

    private static string NameOf(VisitEnd end) => end switch
    {
        VisitEnd.Onward => "onward",
        VisitEnd.Back => "back",
        VisitEnd.Lost => "lost",
        _ => "won",
    };
}
