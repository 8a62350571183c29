using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>The loops that people write in C#. They trust that the events of an entity come in order of time.</summary>
internal static class HandWritten
{
    /// <summary>The honest baseline: one struct an entity, changed in place in a dictionary of the right size; events of no step are skipped first.</summary>
    public static Measured DictionaryByRef(SequenceData data)
    {
        var entities = new Dictionary<long, Levels>(data.EntityCount);
        for (int i = 0; i < data.Events; i++)
        {
            int step = data.Types[i];
            if (step != SequenceData.Foreign)
                CollectionsMarshal.GetValueRefOrAddDefault(entities, data.Entities[i], out _).Add(step, data.At[i]);
        }

        var counts = new long[SequenceData.Steps + 1];
        foreach (Levels levels in entities.Values)
            counts[levels.Level]++;
        return Reached(counts);
    }

    /// <summary>Two threads, a dictionary each, entities told apart by a hash of their id.</summary>
    public static Measured DictionaryByRefOnTwoThreads(SequenceData data)
    {
        var counts = new long[2][];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            var entities = new Dictionary<long, Levels>(data.EntityCount / 2);
            for (int i = 0; i < data.Events; i++)
            {
                int step = data.Types[i];
                if (step != SequenceData.Foreign && (int)((ulong)data.Entities[i] * 0x9E3779B97F4A7C15 >> 63) == part)
                    CollectionsMarshal.GetValueRefOrAddDefault(entities, data.Entities[i], out _).Add(step, data.At[i]);
            }

            counts[part] = new long[SequenceData.Steps + 1];
            foreach (Levels levels in entities.Values)
                counts[part][levels.Level]++;
        });
        for (int level = 0; level < counts[0].Length; level++)
            counts[0][level] += counts[1][level];
        return Reached(counts[0]);
    }

    public static Measured DictionaryOfObjects(SequenceData data)
    {
        var entities = new Dictionary<long, LevelsObject>();
        for (int i = 0; i < data.Events; i++)
        {
            int step = data.Types[i];
            if (step == SequenceData.Foreign)
                continue;
            if (!entities.TryGetValue(data.Entities[i], out LevelsObject? entity))
                entities.Add(data.Entities[i], entity = new LevelsObject());
            entity.Levels.Add(step, data.At[i]);
        }

        var counts = new long[SequenceData.Steps + 1];
        foreach (LevelsObject entity in entities.Values)
            counts[entity.Levels.Level]++;
        return Reached(counts);
    }

    /// <summary>Groups the rows by entity. Groups keep the order of the rows, so nothing is sorted.</summary>
    public static Measured Linq(SequenceData data)
    {
        var counts = new long[SequenceData.Steps + 1];
        foreach (IGrouping<int, int> level in Enumerable.Range(0, data.Events)
            .Where(row => data.Types[row] != SequenceData.Foreign)
            .GroupBy(row => data.Entities[row])
            .Select(rows => rows.Aggregate(default(Levels), (levels, row) =>
            {
                levels.Add(data.Types[row], data.At[row]);
                return levels;
            }).Level)
            .GroupBy(static level => level))
        {
            counts[level.Key] = level.Count();
        }

        return Reached(counts);
    }

    /// <summary>Events in the order of entities need no table: the simple loop.</summary>
    public static Measured SortedLoop(SequenceData data)
    {
        var counts = new long[SequenceData.Steps + 1];
        var levels = default(Levels);
        long entity = 0;
        for (int i = 0; i < data.Events; i++)
        {
            if (data.Entities[i] != entity || i == 0)
            {
                counts[levels.Level]++;
                levels = default;
                entity = data.Entities[i];
            }

            int step = data.Types[i];
            if (step != SequenceData.Foreign)
                levels.Add(step, data.At[i]);
        }

        counts[levels.Level]++;
        return Reached(counts);
    }

    /// <summary>Entities that did at least so many steps, from entities by level.</summary>
    public static Measured Reached(long[] byLevel)
    {
        var reached = new long[SequenceData.Steps];
        long sum = 0;
        for (int step = SequenceData.Steps; step >= 1; step--)
            reached[step - 1] = sum += byLevel[step];
        return new Measured(reached);
    }

    private sealed class LevelsObject
    {
        public Levels Levels;
    }
}
