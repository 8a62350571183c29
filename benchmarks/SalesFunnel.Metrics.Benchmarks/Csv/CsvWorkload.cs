using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SalesFunnel.Metrics.Benchmarks.Csv;

/// <summary>A made-up file of stage changes, about six a deal: skips, moves back, losses, owners who hand over. The same bytes for the same size everywhere.</summary>
internal static class CsvWorkload
{
    public const string Header = "id,stage,entered_at,owner,amount";
    public static readonly string[] Stages = ["Lead", "Contacted", "Qualified", "Demo", "Proposal", "Negotiation", "Won"];
    public const string Lost = "Lost";

    private const int EventsPerDeal = 6;
    private const int Owners = 40;
    private const int CreationDays = 700;
    private const int SecondsPerDay = 86_400;
    private const int WonStage = 6;
    private const byte LostMark = 255;

    public static void Write(string path, int rows, EventLayout layout)
    {
        var random = new SplitMix(20240101);
        var events = new Event[rows];
        int deals = 0;
        for (int next = 0; next < rows; deals++)
            next = AddDeal(ref random, events, next, deals);
        if (layout == EventLayout.Interleaved)
        {
            var times = new long[rows];
            for (int i = 0; i < rows; i++)
                times[i] = events[i].Seconds;
            Array.Sort(times, events); // times differ within a deal, so no tie can swap two rows of one deal
        }

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write(Encoding.UTF8.GetBytes(Header + "\n"));
        byte[][] stages = [.. Stages.Select(Encoding.UTF8.GetBytes)];
        byte[] lost = Encoding.UTF8.GetBytes(Lost);
        Span<byte> line = stackalloc byte[128];
        foreach (Event e in events)
        {
            int length = 0;
            line[length++] = (byte)'L';
            Put(line, ref length, e.Deal, 'D', 7);
            Put(line, ref length, e.Stage == LostMark ? lost : stages[e.Stage]);
            Put(line, ref length, DateTime.UnixEpoch.AddSeconds(e.Seconds));
            line[length++] = (byte)'r';
            Put(line, ref length, e.Owner, 'D', 2);
            Put(line, ref length, e.Cents / 100, 'D', 0);
            line[length - 1] = (byte)'.';
            Put(line, ref length, e.Cents % 100, 'D', 2);
            line[length - 1] = (byte)'\n';
            file.Write(line[..length]);
        }
    }

    private static int AddDeal(ref SplitMix random, Event[] events, int next, int deal)
    {
        int length = 2 + (int)Math.Min(random.Exponential(EventsPerDeal - 2.5), 40);
        int stage = random.Below(6) == 0 ? random.Below(2) : 0;
        long seconds = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() + random.Below(CreationDays * SecondsPerDay);
        int owner = random.Below(Owners);
        int cents = 50_000 + random.Below(4_000_000);
        for (int i = 0; i < length && next < events.Length; i++)
        {
            bool closes = i > 0 && i == length - 1 && random.Below(100) < 85;
            byte now = !closes ? (byte)stage : random.Below(100) < 35 ? (byte)WonStage : LostMark;
            events[next++] = new Event(seconds, deal, cents, now, (byte)owner);
            seconds += 60 + (long)(random.Exponential(1.5 + (stage * 0.8)) * SecondsPerDay);
            int roll = random.Below(100);
            int moved = roll < 60 ? stage + 1 : roll < 75 ? stage + 2 : stage - 1 - random.Below(2);
            moved = Math.Clamp(moved, 0, WonStage - 1);
            stage = moved != stage ? moved : stage == 0 ? 1 : stage - 1; // a row is always a move: no repeats
            if (roll % 10 == 0)
                cents += random.Below(20_000);
            if (roll % 25 == 0)
                owner = random.Below(Owners);
        }

        return next;
    }

    private static void Put(Span<byte> line, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(line[length..]);
        length += text.Length;
        line[length++] = (byte)',';
    }

    private static void Put(Span<byte> line, ref int length, int number, char symbol, byte digits)
    {
        Utf8Formatter.TryFormat(number, line[length..], out int written, new System.Buffers.StandardFormat(symbol, digits));
        length += written;
        line[length++] = (byte)',';
    }

    private static void Put(Span<byte> line, ref int length, DateTime time)
    {
        time.TryFormat(line[length..], out int written, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        length += written;
        line[length++] = (byte)',';
    }

    private readonly record struct Event(long Seconds, int Deal, int Cents, byte Stage, byte Owner);
}
