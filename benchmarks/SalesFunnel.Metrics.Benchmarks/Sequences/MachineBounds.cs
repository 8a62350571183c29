using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>What this machine's memory can do, in the same run: the bounds that no way to count can pass.</summary>
internal static class MachineBounds
{
    private const int Rounds = 5;
    private const int TableBytes = 128 << 20;
    private const int Line = 64;
    private const int Ahead = 32;

    /// <summary>Million events a second of reading the 17 bytes an event of three columns in order.</summary>
    public static double SequentialRead(SequenceData data) => Best(data.Events, () => Sum(data.Entities) ^ Sum(data.At) ^ Sum(data.Types));

    public static void Write(TextWriter output, SequenceData data, double sequential)
    {
        output.WriteLine("| bound of this machine, one thread | Mev/s, best |");
        output.WriteLine("|---|---:|");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| sequential read of the 17 bytes an event | {sequential:0} |"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| one random 64-byte read-modify-write an event in 128 MiB | {Best(data.Events, () => Random(data.Entities, prefetch: false)):0} |"));
        if (Sse.IsSupported)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the same with prefetch, {Ahead} events ahead | {Best(data.Events, () => Random(data.Entities, prefetch: true)):0} |"));
        output.WriteLine();
    }

    private static double Best(int events, Func<long> run)
    {
        double best = double.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            GC.KeepAlive(run());
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return events / best / 1e6;
    }

    private static long Sum(ReadOnlySpan<long> column)
    {
        Vector512<long> a = default;
        Vector512<long> b = default;
        int i = 0;
        for (; i + 16 <= column.Length; i += 16)
        {
            a += Vector512.Create(column[i..]);
            b += Vector512.Create(column[(i + 8)..]);
        }

        long sum = Vector512.Sum(a + b);
        for (; i < column.Length; i++)
            sum += column[i];
        return sum;
    }

    private static long Sum(ReadOnlySpan<byte> column)
    {
        Vector512<byte> sums = default;
        int i = 0;
        for (; i + 64 <= column.Length; i += 64)
            sums += Vector512.Create(column[i..]);
        long sum = Vector512.Sum(sums);
        for (; i < column.Length; i++)
            sum += column[i];
        return sum;
    }

    private static readonly byte[] s_table = GC.AllocateArray<byte>(TableBytes + Line, pinned: true);

    private static unsafe long Random(ReadOnlySpan<long> entities, bool prefetch)
    {
        fixed (byte* start = s_table)
        {
            byte* table = start + (Line - ((nint)start & (Line - 1)));
            table = table + TableBytes > start + s_table.Length ? start : table;
            for (int i = 0; i < entities.Length; i++)
            {
                if (prefetch && i + Ahead < entities.Length)
                    Sse.Prefetch0(table + LineOf(entities[i + Ahead]));
                (*(long*)(table + LineOf(entities[i])))++;
            }

            return *(long*)table;
        }
    }

    /// <summary>A line for an entity: spread as a hash table would.</summary>
    private static nuint LineOf(long entity) => (nuint)((ulong)entity * 0x9E3779B97F4A7C15 >> (64 - 21)) * Line;
}
