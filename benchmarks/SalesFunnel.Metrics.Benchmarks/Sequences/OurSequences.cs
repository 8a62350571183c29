namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Our side of the sequence task.</summary>
internal static class OurSequences
{
    public const string Kept = "`SequenceTracker`, buffers kept";
    public const string Cold = "`SequenceTracker`, cold";
    public const string Dense = "`SequenceTracker`, dense ids";
    public const string Single = "`SequenceTracker`, one `Add` an event";
    public const string Sorted = "`SortedSequenceCounter`";
    private const int SlowRounds = 2;
    private const byte Excluded = SequenceData.Steps + 1;

    /// <summary>The ways to count that answer the task.</summary>
    public static IEnumerable<Contender> Contenders(SequenceData data)
    {
        if (data.Layout == EventLayout.Sorted)
        {
            yield return new Contender(Sorted, 1, () => InOrder(data, workers: 1));
            yield return new Contender(Sorted, 2, () => InOrder(data, workers: 2));
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
        yield return Choice("no option: as in the table above", data, Definition(), data.Types, answersOtherwise: false);
        yield return Choice("ties in the order of input", data, Definition(new SequenceRules { Ties = EventTies.Input }), data.Types);
        yield return Choice("times must increase", data, Definition(new SequenceRules { Ties = EventTies.Strict }), data.Types);
        yield return Choice("events may be used again", data, Definition(new SequenceRules { Reuse = EventReuse.Allow }), data.Types, answersOtherwise: false);
        yield return Choice("one exclusion, between steps 1 and 2", data, Builder().Exclude("x", "1", "2").Within(Window), withExcluded);
        yield return Choice("a longest gap of two days before step 2", data, Builder(TimeSpan.FromDays(2)).Within(Window), data.Types);
        yield return Choice("chains with times", data, Definition(), data.Types, answersOtherwise: false, SequenceDetail.Chains);
    }

    private static TimeSpan Window => TimeSpan.FromMilliseconds(SequenceData.WindowMilliseconds);

    public static SequenceDefinition Definition(SequenceRules? rules = null) => Builder().Within(Window, rules);

    public static SequenceOptions Options(int workers) => new() { Resolution = TimeResolution.Millisecond, Workers = workers };

    /// <summary>The entities that reached each step.</summary>
    public static Measured Answer(SequenceTracker tracker) => Answer(tracker.Snapshot(tracker.LastEventAt!.Value));

    private static Measured Answer(SequenceSnapshot snapshot)
    {
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

    private static Measured InOrder(SequenceData data, int workers)
    {
        var counter = new SortedSequenceCounter(Definition(), DateTimeOffset.FromUnixTimeMilliseconds(data.LastAt), Options(workers));
        counter.Add(new SequenceBatch(data.Entities, data.At, data.Types));
        return Answer(counter.Snapshot());
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

    private static Contender Choice(string name, SequenceData data, SequenceDefinition definition, byte[] types, bool answersOtherwise = true, SequenceDetail detail = SequenceDetail.Counts)
    {
        SequenceOptions options = Options(1) with { Detail = detail };
        bool keepsEvents = new SequenceTracker(definition, options).KeepsEvents;
        return new Contender(
            keepsEvents ? name + " (keeps events)" : name,
            threads: 1,
            () =>
            {
                var tracker = new SequenceTracker(definition, options);
                tracker.Add(new SequenceBatch(data.Entities, data.At, types));
                return Answer(tracker);
            },
            keepsEvents ? SlowRounds : int.MaxValue)
        { AnswersOtherwise = answersOtherwise };
    }

    private static Measured Count(SequenceTracker tracker, SequenceData data, long[] entities)
    {
        tracker.Add(new SequenceBatch(entities, data.At, data.Types));
        return Answer(tracker);
    }
}
