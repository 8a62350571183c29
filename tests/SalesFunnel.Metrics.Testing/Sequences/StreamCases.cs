using FsCheck;
using FsCheck.Fluent;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Generates streams: few distinct times, so that ties in any order of steps are frequent; ages around the window; also more steps than a vector holds, and windows that need wide state.</summary>
public static class StreamCases
{
    public static Arbitrary<StreamCase> Any() => Arb.From(Gen.Choose(int.MinValue, int.MaxValue).Select(static seed => Draw(new Random(seed))), Shrink);

    /// <summary>Streams for levels that take the events of one time together: these ties and attempts, with exclusions or without.</summary>
    public static Arbitrary<StreamCase> Grouped(EventTies ties, AttemptPolicy attempts, bool excludes) =>
        Arb.From(Gen.Choose(int.MinValue, int.MaxValue).Select(seed => DrawGrouped(new Random(seed), ties, attempts, excludes)), Shrink);

    public static StreamCase DrawGrouped(Random random, EventTies ties, AttemptPolicy attempts, bool excludes, int entities = 0, int events = 0)
    {
        int steps = random.Next(8) switch { 0 => random.Next(6, 12), 1 => random.Next(2) == 0 ? 64 : random.Next(12, 64), 2 => random.Next(1, 3), _ => random.Next(3, 6) };
        int used = Math.Min(steps, 7);
        long scale = random.Next(4) == 0 ? 1L << 18 : 1;
        var input = new StreamCase(steps, random.Next(0, 25) * scale, ties, []) { Attempts = attempts, Exclusions = excludes && steps > 1 ? DrawExclusions(random, steps, used) : [] };
        int others = input.Definition().EventNames.Count - steps;
        entities = entities > 0 ? entities : random.Next(1, 4);
        var rows = new StreamRow[events > 0 ? events : random.Next(0, 60)];
        (long at, int step) = (random.Next(2) == 0 ? -5 * scale : 0, 0);
        (int rest, int most, int rare) = (random.Next(1, 4), random.Next(1, 4), random.Next(3, 12));
        for (int i = 0; i < rows.Length; i++)
        {
            at += random.Next(rest) == 0 ? random.Next(0, most + 1) * scale : 0;
            step = random.Next(3) == 0 ? random.Next(used + 1) : (step % used) + 1; // often one after the other
            int type = others > 0 && random.Next(rare) == 0 ? random.Next(steps + 1, steps + others + 1) : step;
            rows[i] = new StreamRow(EntityOf(random.Next(entities)), at, type);
        }

        return input with { Rows = rows };
    }

    public static StreamCase Draw(Random random, int entities = 0, int events = 0)
    {
        int steps = random.Next(4) switch { 0 => random.Next(1, 3), 1 => random.Next(3, 7), 2 => random.Next(6, 10), _ => random.Next(2) == 0 ? 64 : random.Next(10, 64) };
        int used = Math.Min(steps, random.Next(2, 9)); // few, so that chains get long
        long scale = random.Next(3) == 0 ? (events > 100 ? 1L << 20 : 1L << 31) : 1; // within the years that can be given
        long window = random.Next(0, 12) * scale;
        entities = entities > 0 ? entities : random.Next(1, 5);
        events = events > 0 ? events : random.Next(0, 40);
        var rows = new StreamRow[events];
        long at = random.Next(2) == 0 ? -5 * scale : 0;
        int most = random.Next(1, 4);
        for (int i = 0; i < events; i++)
        {
            at += random.Next(3) == 0 ? random.Next(0, most) * scale : 0;
            int step = random.Next(5) == 0 ? 0 : random.Next(1, used + 1);
            rows[i] = new StreamRow(EntityOf(random.Next(entities)), at, step);
        }

        return new StreamCase(steps, window, random.Next(3) == 0 ? EventTies.Input : EventTies.Any, rows);
    }

    private static (string Event, int From, int To)[] DrawExclusions(Random random, int steps, int used)
    {
        var exclusions = new (string Event, int From, int To)[random.Next(8) == 0 ? 64 : random.Next(1, 5)];
        for (int i = 0; i < exclusions.Length; i++)
        {
            int from = random.Next(used - 1);
            string name = random.Next(4) == 0 ? StreamCase.NameOf(random.Next(used)) : random.Next(2) == 0 ? "x" : "y";
            exclusions[i] = (name, from, random.Next(6) == 0 ? steps - 1 : random.Next(from + 1, used));
        }

        return exclusions;
    }

    // Both ends of the range, zero and small numbers.
    private static long EntityOf(int number) => number switch { 1 => long.MinValue, 2 => long.MaxValue, 3 => -1, _ => number };

    private static IEnumerable<StreamCase> Shrink(StreamCase input)
    {
        for (int length = input.Rows.Count / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= input.Rows.Count; start += length)
                yield return input with { Rows = [.. input.Rows.Take(start), .. input.Rows.Skip(start + length)] };
        }
    }
}
