using DuckDB.NET.Data;

namespace SalesFunnel.Metrics.Benchmarks.Insights;

/// <summary>Made-up histories of five events a deal on average, in a log and in a table of DuckDB: the same events for the same size on every machine.</summary>
internal sealed class InsightsWorkload : IDisposable
{
    public const int Won = 4;
    public const int Lost = 5;
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly FunnelDefinition Funnel = FunnelDefinition.Create("Insights")
        .Stage("Lead", StageRole.Awareness).Stage("Qualified", StageRole.Interest).Stage("Demo").Stage("Proposal", StageRole.Decision).Dimension("channel").Won("Won");

    private const long Day = 86_400_000_000;
    private const int Channels = 12;
    private const int EntryDays = 700;

    private InsightsWorkload(DealLog log, DuckDBConnection connection, int deals, long events)
    {
        Log = log;
        Connection = connection;
        Deals = deals;
        Events = events;
    }

    public DealLog Log { get; }

    public DuckDBConnection Connection { get; }

    public int Deals { get; }

    public long Events { get; }

    public static InsightsWorkload Create(int deals, int threads)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, $"SET threads = {threads}");
        Execute(connection, "CREATE TABLE history (deal INTEGER, stage TINYINT, entered TIMESTAMP, amount DECIMAL(18, 2), channel TINYINT)");
        var builder = new DealLogBuilder(Funnel);
        long events = 0;
        using (DuckDBAppender appender = connection.CreateAppender("history"))
        {
            var random = new SplitMix(7);
            for (int deal = 0; deal < deals; deal++)
                events += Add(builder, appender, ref random, deal);
        }

        return new InsightsWorkload(builder.Build(), connection, deals, events);
    }

    public void Dispose() => Connection.Dispose();

    private static int Add(DealLogBuilder builder, DuckDBAppender appender, ref SplitMix random, int deal)
    {
        long at = EventTime.ToUnixMicros(Start) + (long)(random.Fraction() * EntryDays * Day);
        long end = EventTime.ToUnixMicros(Start) + (EntryDays * Day);
        int channel = (int)(random.Fraction() * random.Fraction() * Channels);
        decimal amount = 1_000 + (10 * (int)(random.Fraction() * 3_000));
        int stage = 0;
        int events = 0;
        while (at < end)
        {
            DateTimeOffset time = EventTime.FromUnixMicros(at);
            builder.Add(stage switch
            {
                Won => DealEvent.Won(deal, time, amount: amount),
                Lost => DealEvent.Lost(deal, time),
                _ => DealEvent.Enter(deal, time, stage, amount: amount, segment: channel),
            });
            appender.CreateRow().AppendValue(deal).AppendValue((sbyte)stage).AppendValue(time.UtcDateTime).AppendValue(amount).AppendValue((sbyte)channel).EndRow();
            events++;
            if (stage >= Won)
                break;
            at += 1_000_000 + (long)(-Math.Log(1 - random.Fraction()) * (6 + (4 * stage)) * Day);
            double way = random.Fraction();
            stage = way < 0.12 ? Lost : way < 0.24 && stage > 0 ? stage - 1 : way < 0.30 && stage < 2 ? stage + 2 : stage + 1;
        }

        return events;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
