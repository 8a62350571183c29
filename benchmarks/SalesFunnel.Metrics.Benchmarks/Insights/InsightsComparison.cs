using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace SalesFunnel.Metrics.Benchmarks.Insights;

/// <summary>The questions of a head of sales, asked of a log and in SQL of DuckDB, each on one thread from memory: equal answers first, then times in turns.</summary>
internal static class InsightsComparison
{
    private const int Rounds = 5;

    public static void Run(TextWriter writer, int deals)
    {
        using InsightsWorkload workload = InsightsWorkload.Create(deals, threads: 1);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload.Deals:N0} deals, {workload.Events:N0} events; one thread each; best and median of {Rounds} rounds in turns, answers compared before."));
        writer.WriteLine();
        writer.WriteLine("| question | log, s (best / median) | DuckDB, s (best / median) | DuckDB ÷ log, median | allocated, MB |");
        writer.WriteLine("|---|---:|---:|---:|---:|");
        foreach (InsightsQuestion question in InsightsQuestion.All)
        {
            string ours = question.Ours(workload.Log);
            if (question.Sql is not null && Sql(workload.Connection, question) is var theirs && ours != theirs)
                throw new InvalidOperationException($"'{question.Name}' has two answers.\nlog:    {ours}\nDuckDB: {theirs}");
            (double[] log, double[] duck) = (new double[Rounds], new double[Rounds]);
            long allocated = 0;
            for (int round = 0; round < Rounds; round++)
            {
                GC.Collect();
                long start = GC.GetTotalAllocatedBytes(precise: true);
                log[round] = Seconds(() => question.Ours(workload.Log));
                allocated = GC.GetTotalAllocatedBytes(precise: true) - start;
                duck[round] = question.Sql is null ? 0 : Seconds(() => Sql(workload.Connection, question));
            }

            Array.Sort(log);
            Array.Sort(duck);
            string rival = question.Sql is null
                ? "– | –"
                : string.Create(CultureInfo.InvariantCulture, $"{duck[0]:0.00} / {duck[Rounds / 2]:0.00} | {duck[Rounds / 2] / log[Rounds / 2]:0.0}");
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {question.Name} | {log[0]:0.00} / {log[Rounds / 2]:0.00} | {rival} | {allocated / 1e6:0} |"));
        }

        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Kept by the log: {before / 1e6:0} MB. Peak of the process, DuckDB's table included: {Environment.WorkingSet / 1e6:0} MB."));
    }

    private static string Sql(DuckDBConnection connection, InsightsQuestion question)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = question.Sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var fields = new string[reader.FieldCount];
            for (int i = 0; i < fields.Length; i++)
                fields[i] = Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!;
            rows.Add(string.Join(' ', fields));
        }

        return string.Join("; ", rows);
    }

    private static double Seconds(Func<string> question)
    {
        long start = Stopwatch.GetTimestamp();
        question();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
