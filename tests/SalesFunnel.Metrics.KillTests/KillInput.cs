using SalesFunnel.Metrics.Extensions.DependencyInjection;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.KillTests;

/// <summary>What is delivered until it is all counted: three sources, and what the funnel must say in the end.</summary>
public sealed class KillInput(int seed)
{
    public const int SourceCount = 3;
    public const string FunnelName = "Kill test / ü";

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset AsOf = Start.AddYears(1);

    private static readonly CohortCalendar s_calendar = CohortCalendar.Of(CohortUnit.Month);

    public static FunnelDefinition Definition { get; } = TestFunnels.Funnel(5, 2);

    public IReadOnlyList<KillSource> Sources { get; } = [.. Enumerable.Range(0, SourceCount).Select(ordinal => new KillSource(seed, ordinal))];

    public int EventCount => Sources.Sum(static s => s.Events.Count);

    /// <summary>The funnel over a folder, as an application has it.</summary>
    /// <param name="store">Where checkpoints are.</param>
    /// <param name="queueCapacity">Small ones make deliveries wait.</param>
    public static FunnelMonitors Monitors(IFunnelStore store, int queueCapacity) => new(
        [new FunnelRegistration(FunnelName, static _ => Definition, options =>
        {
            options.Tracking = new TrackerOptions { Calendar = s_calendar };
            options.QueueCapacity = queueCapacity;
            options.SaveEvery = Timeout.InfiniteTimeSpan; // the child saves in a loop of its own, to know when
        })],
        store: store);

    /// <summary>Everything in which counts differ from those of a tracker and of the oracle that were given each event once; empty when nothing does.</summary>
    public IReadOnlyList<string> Differences(byte[] counted)
    {
        var tracker = new StageHistoryTracker(Definition, new TrackerOptions { Calendar = s_calendar });
        var events = new List<DealEvent>(EventCount);
        foreach (KillSource source in Sources)
        {
            tracker.Add(source.Events.Batch);
            for (int i = 0; i < source.Events.Count; i++)
                events.Add(source.Events.Batch[i]);
        }

        StageSnapshot snapshot = tracker.Snapshot(AsOf);
        var differences = new List<string>();
        if (snapshot.Rejections.Count > 0)
            differences.Add("The stream holds events that are rejected; positions of those depend on the order of sources.");
        if (!SnapshotCodec.ToBytes(snapshot).AsSpan().SequenceEqual(counted))
            differences.Add("The bytes are not those of a tracker that was given each event once.");
        OracleResult oracle = StageHistoryOracle.Count(Definition, events, AsOf, new OracleOptions { Calendar = s_calendar });
        differences.AddRange(SnapshotFigures.Differences(oracle, SnapshotCodec.Read(counted, Definition, s_calendar)));
        return differences;
    }
}
