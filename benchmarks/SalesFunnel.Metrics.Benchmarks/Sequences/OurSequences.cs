using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Our side of the sequence task.</summary>
internal static class OurSequences
{
    public const string Kept = "`SequenceTracker`, buffers kept";
    public const string Cold = "`SequenceTracker`, cold";
    public const string Dense = "`SequenceTracker`, dense ids";
    public const string Single = "`SequenceTracker`, one `Add` an event";
    public const string Sorted = "stand-in (SortedSequenceCounter): a loop without a table";
    private const int SlowRounds = 2;
    private const byte Excluded = SequenceData.Steps + 1;

    /// <summary>The ways to count that answer the task.</summary>
    public static IEnumerable<Contender> Contenders(SequenceData data)
    {
        if (data.Layout == EventLayout.Sorted)
        {
            yield return new Contender(Sorted, 1, () => HandWritten.SortedLoop(data)) { IsStandIn = true };
            yield return new Contender(Sorted, 2, () => HandWritten.SortedLoop(data)) { IsStandIn = true };
        }

        for (int threads = 1; threads <= 2; threads++)
        {
            int workers = threads;
            yield return Reused(Kept, workers, data, data.Entities, new SequenceOptions { Workers = workers });
            yield return new Contender(Cold, workers, () => Count(new SequenceTracker(Definition(), Options(workers)), data, data.Entities));
            yield return new Contender(Cold + ", entities expected", workers, () => Count(new SequenceTracker(Definition(), Options(workers) with { ExpectedEntities = data.EntityCount }), data, data.Entities));
            yield return Reused(Dense, workers, data, data.DenseEntities, new SequenceOptions { Workers = workers, DenseIds = true });
        }

        yield return OneByOne(data);
    }

    /// <summary>What an option costs. Some of them answer another question, so their figures differ.</summary>
    public static IEnumerable<Contender> Choices(SequenceData data)
    {
        byte[] withExcluded = [.. data.Types.Select(static (type, i) => type == SequenceData.Foreign && i % 10 == 0 ? Excluded : type)];
        yield return new Contender("no option: as in the table above", 1, Once(data, Definition(), data.Types));
        yield return new Contender("ties in the order of input", 1, Once(data, Definition(new SequenceRules { Ties = EventTies.Input }), data.Types)) { AnswersOtherwise = true };
        yield return new Contender("ties must increase (kept events)", 1, Once(data, Definition(new SequenceRules { Ties = EventTies.Strict }), data.Types), SlowRounds) { AnswersOtherwise = true };
        yield return new Contender("events may be used again (kept events)", 1, Once(data, Definition(new SequenceRules { Reuse = EventReuse.Allow }), data.Types), SlowRounds);
        yield return new Contender("one exclusion, between steps 1 and 2", 1, Once(data, Builder().Exclude("x", "1", "2").Within(Window), withExcluded), SlowRounds) { AnswersOtherwise = true };
        yield return new Contender("a longest gap of two days before step 2 (kept events)", 1, Once(data, Builder(TimeSpan.FromDays(2)).Within(Window), data.Types), SlowRounds) { AnswersOtherwise = true };
        yield return new Contender("chains with times (kept events)", 1, Once(data, Definition(), data.Types, SequenceDetail.Chains), SlowRounds);
    }

    private static TimeSpan Window => TimeSpan.FromMilliseconds(SequenceData.WindowMilliseconds);

    public static SequenceDefinition Definition(SequenceRules? rules = null) => Builder().Within(Window, rules);

    public static SequenceOptions Options(int workers) => new() { Resolution = TimeResolution.Millisecond, Workers = workers };

    /// <summary>The entities that reached each step.</summary>
    public static Measured Answer(SequenceTracker tracker)
    {
        SequenceSnapshot snapshot = tracker.Snapshot(tracker.LastEventAt!.Value);
        if (snapshot.Rejections.Count > 0)
            throw new InvalidOperationException($"{snapshot.Rejections[0].Count} events were rejected as {snapshot.Rejections[0].Reason}; all are good.");
        return new Measured([.. Enumerable.Range(0, SequenceData.Steps).Select(snapshot.Reached)]);
    }

    private static SequenceBuilder Builder(TimeSpan? gapBeforeSecond = null)
    {
        SequenceBuilder builder = SequenceDefinition.Create("Benchmark");
        for (int step = 1; step <= SequenceData.Steps; step++)
        {
            builder.Step(step.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (step == 2 && gapBeforeSecond is not null)
                builder.Gap(max: gapBeforeSecond);
        }

        return builder;
    }

    /// <summary>A tracker that lives on between the rounds: it forgets its events and keeps its memory.</summary>
    private static Contender Reused(string name, int workers, SequenceData data, long[] entities, SequenceOptions options)
    {
        var tracker = new Lazy<SequenceTracker>(() => new SequenceTracker(Definition(), options with { Resolution = TimeResolution.Millisecond }));
        return new Contender(name, workers, () =>
        {
            tracker.Value.Clear();
            return Count(tracker.Value, data, entities);
        });
    }

    private static Contender OneByOne(SequenceData data)
    {
        var tracker = new Lazy<SequenceTracker>(static () => new SequenceTracker(Definition(), Options(1)));
        return new Contender(Single, 1, () =>
        {
            tracker.Value.Clear();
            SequenceDefinition definition = tracker.Value.Definition;
            for (int i = 0; i < data.Events; i++)
                tracker.Value.Add(new SequenceEvent(data.Entities[i], data.At[i], definition.StepsOf(data.Types[i])));
            return Answer(tracker.Value);
        });
    }

    private static Func<Measured> Once(SequenceData data, SequenceDefinition definition, byte[] types, SequenceDetail detail = SequenceDetail.Counts) => () =>
    {
        var tracker = new SequenceTracker(definition, Options(1) with { Detail = detail });
        tracker.Add(new SequenceBatch(data.Entities, data.At, types));
        return Answer(tracker);
    };

    private static Measured Count(SequenceTracker tracker, SequenceData data, long[] entities)
    {
        tracker.Add(new SequenceBatch(entities, data.At, data.Types));
        return Answer(tracker);
    }
}
