using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>The many ways in which one stream can be counted, each as one text of all its figures.</summary>
internal static class StreamCounts
{
    public static SequenceOptions Options { get; } = new() { Resolution = TimeResolution.Second };

    /// <summary>By the evaluator that is held against the oracle.</summary>
    public static string Expected(StreamCase input) => Text(Replayed(input).Snapshot(input.AsOf));

    public static SequenceTracker Replayed(StreamCase input)
    {
        var tracker = new SequenceTracker(input.Definition(), Options with { StepMasks = true });
        Assert.True(tracker.KeepsEvents);
        AddOneByOne(tracker, input.Rows);
        return tracker;
    }

    public static SequenceTracker Levels(StreamCase input, SequenceOptions? options = null)
    {
        var tracker = new SequenceTracker(input.Definition(), options ?? Options);
        Assert.False(tracker.KeepsEvents);
        return tracker;
    }

    public static void AddOneByOne(SequenceTracker tracker, IEnumerable<StreamRow> rows)
    {
        foreach (StreamRow row in rows)
            tracker.Add(new SequenceEvent(row.Entity, row.At, tracker.Definition.StepsOf((byte)row.Step), tracker.Definition.ExclusionsOf((byte)row.Step)));
    }

    public static void AddBatches(Action<SequenceBatch> add, IReadOnlyList<StreamRow> rows, Random random)
    {
        int next = 0;
        foreach (int length in Lengths(rows.Count, random))
        {
            (long[] entities, long[] at, byte[] types) = StreamCase.Columns(rows.Skip(next).Take(length));
            add(new SequenceBatch(entities, at, types));
            next += length;
        }
    }

    public static IReadOnlyList<StreamRow> Sorted(StreamCase input) => [.. input.Rows.OrderBy(static r => r.Entity).ThenBy(static r => r.At)];

    public static string Text(SequenceSnapshot snapshot) => SequenceFigures.Text(snapshot);

    private static IEnumerable<int> Lengths(int total, Random random)
    {
        while (total > 0)
        {
            int length = Math.Min(total, random.Next(1, total + 2));
            yield return length;
            total -= length;
        }
    }
}
