using System.Globalization;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The stage task with everybody who can do it.</summary>
internal static class StageTask
{
    private const string ByRefSorting = "`Dictionary`, struct by ref, pre-sized, sorts the times";
    private const string ByRefHistogram = "`Dictionary`, struct by ref, pre-sized, log-linear histogram";
    private const int SlowRounds = 2;

    public static void Run(TextWriter output, StageData data, string path, int rounds, Goals goals)
    {
        StageFiles.Write(data, path);
        var ours = new OurStages(data);
        var contenders = new List<Contender>
        {
            new(ByRefSorting, 1, () => StageByHand.ByRef(data, keepTimes: true)),
            new(ByRefHistogram, 1, () => StageByHand.ByRef(data, keepTimes: false)),
            new(OurStages.Name, 1, ours.Count),
            new("`Dictionary`, class per deal, sorts the times", 1, () => StageByHand.OfObjects(data)),
            new("LINQ, sorts the times", 1, () => StageByHand.Linq(data), SlowRounds),
        };
        using var duck = new DuckDb();
        DuckDbStages.Load(duck, path);
        using ClickHouse? house = PeerFolder.HasClickHouse ? new ClickHouse() : null;
        using Polars? polarsOne = PeerFolder.HasPolars ? new Polars("stages", path, 1) : null;
        using Polars? polarsTwo = PeerFolder.HasPolars ? new Polars("stages", path, 2) : null;
        if (house is not null)
            ClickHouseStages.Load(house, path);
        var engines = new List<Contender>();
        for (int threads = 1; threads <= 2; threads++)
        {
            int n = threads;
            engines.Add(new Contender("DuckDB", n, () => DuckDbStages.Count(duck, n)));
            if (house is not null)
                engines.Add(new Contender("ClickHouse, memory", n, () => ClickHouseStages.Count(house, n)));
            if ((n == 1 ? polarsOne : polarsTwo) is { } polars)
                engines.Add(new Contender("Polars", n, () => polars.Run() is var run ? new Measured(StageFigures.FromRows(run.Answer), run.Seconds) : default) { IsOffByARank = true });
        }

        contenders.AddRange(engines);
        string title = string.Create(CultureInfo.InvariantCulture, $"Stage history, {data.Rows:N0} rows of {data.DealCount:N0} deals, by time, by segment and in all");
        Section section = new Section(title, data.Rows, contenders).Run(output, rounds, StageFigures.RequireEqual);
        goals.Faster("stage history by time", section, section[OurStages.Name], engines.Where(static e => e.Threads == 1).MinBy(static e => e.Median)!, 6);
        Contender byRef = section[ByRefSorting].Median <= section[ByRefHistogram].Median ? section[ByRefSorting] : section[ByRefHistogram];
        goals.Faster("stage history by time", section, section[OurStages.Name], byRef, 3);
    }
}
