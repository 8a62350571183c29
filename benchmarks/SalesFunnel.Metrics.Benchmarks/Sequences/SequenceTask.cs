using System.Globalization;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>The sequence task on one layout, with everybody who can do it.</summary>
internal static class SequenceTask
{
    public const string ByRef = "`Dictionary`, struct by ref, pre-sized";
    public const string ClickHouseMemory = "ClickHouse, memory";
    public const string ClickHouseMergeTree = "ClickHouse, MergeTree in order";
    public const string DuckDbMemory = "DuckDB";
    public const string PolarsMemory = "Polars";
    private const int SlowRounds = 3;

    public static Section Run(TextWriter output, SequenceData data, string path, int rounds)
    {
        var contenders = new List<Contender>(OurSequences.Contenders(data));
        contenders.AddRange(Hand(data));
        using ClickHouse? house = PeerFolder.HasClickHouse ? new ClickHouse() : null;
        if (house is not null)
        {
            ClickHouseSequences.Load(house, path, data.Layout);
            contenders.AddRange(OneAndTwo(ClickHouseMemory, threads => ClickHouseSequences.FromMemory(house, threads)));
            if (data.Layout == EventLayout.Sorted)
                contenders.AddRange(OneAndTwo(ClickHouseMergeTree, threads => ClickHouseSequences.FromMergeTree(house, threads)));
        }

        using var duck = new DuckDb();
        DuckDbSequences.Load(duck, path);
        contenders.AddRange(OneAndTwo(DuckDbMemory, threads => DuckDbSequences.FromMemory(duck, threads)));
        using Polars? polarsOne = PeerFolder.HasPolars ? new Polars("sequences", path, 1) : null;
        using Polars? polarsTwo = PeerFolder.HasPolars ? new Polars("sequences", path, 2) : null;
        if (polarsOne is not null && polarsTwo is not null)
            contenders.AddRange(OneAndTwo(PolarsMemory, threads => (threads == 1 ? polarsOne : polarsTwo).Run()));
        string title = string.Create(CultureInfo.InvariantCulture, $"Event sequences, {data.Events:N0} events of {data.EntityCount:N0} entities, {(data.Layout == EventLayout.Sorted ? "by entity, then time" : "by time")}");
        return new Section(title, data.Events, contenders).Run(output, rounds);
    }

    private static IEnumerable<Contender> Hand(SequenceData data)
    {
        yield return new Contender(ByRef, 1, () => HandWritten.DictionaryByRef(data));
        yield return new Contender(ByRef, 2, () => HandWritten.DictionaryByRefOnTwoThreads(data));
        yield return new Contender("`Dictionary`, class per entity", 1, () => HandWritten.DictionaryOfObjects(data));
        yield return new Contender("LINQ", 1, () => HandWritten.Linq(data), SlowRounds);
        if (data.Layout == EventLayout.Sorted)
            yield return new Contender("a loop without a table", 1, () => HandWritten.SortedLoop(data));
    }

    private static IEnumerable<Contender> OneAndTwo(string name, Func<int, Measured> run) =>
        [new Contender(name, 1, () => run(1)), new Contender(name, 2, () => run(2))];
}
