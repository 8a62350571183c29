using FsCheck;
using FsCheck.Fluent;

namespace SalesFunnel.Metrics.Testing;

/// <summary>Generates streams: few distinct times, so that ties in any order of steps are frequent; ages around the window; also more steps than a vector holds, and windows that need wide state.</summary>
public static class StreamCases
{
    public static Arbitrary<StreamCase> Any() => Arb.From(Gen.Choose(int.MinValue, int.MaxValue).Select(static seed => Draw(new Random(seed))), Shrink);

    public static StreamCase Draw(Random random, int entities = 0, int events = 0)
    {
        int steps = random.Next(4) switch { 0 => random.Next(1, 3), 1 => random.Next(3, 7), 2 => random.Next(6, 10), _ => random.Next(2) == 0 ? 64 : random.Next(10, 64) };
        int used = Math.Min(steps, random.Next(2, 9)); // few, so that chains get long
        long scale = random.Next(3) == 0 ? 1L << 31 : 1;
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
