using BenchmarkDotNet.Attributes;
using SalesFunnel.Metrics.Benchmarks.Rivals;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>Counting a stage history into 50 segments × 24 monthly cohorts. Baseline: the by-ref dictionary.</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "RatioSD")]
[Config(typeof(EventRateConfig))]
public class TrackerBenchmarks
{
    private Workload _input = null!;
    private DealEvent[] _rows = null!;

    [Params(1_000, 100_000, 10_000_000)]
    public int Events { get; set; }

    [Params(EventLayout.Interleaved, EventLayout.Sorted)]
    public EventLayout Layout { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _input = Workload.Create(Events, Layout);
        _rows = _input.ToRows();
        RivalCells expected = Contenders.DictionaryByRef(_input).Cells;
        Agreement.Require(expected, Contenders.DictionaryOfObjects(_input).Cells, "Dictionary of objects");
        Agreement.Require(expected, Contenders.Linq(_input).Cells, "LINQ");
        Agreement.Require(expected, Contenders.TrackerColumns(_input), _input, "Tracker, columns");
        Agreement.Require(expected, Contenders.TrackerRows(_input, _rows), _input, "Tracker, rows");
    }

    [Benchmark(Baseline = true)]
    public object DictionaryByRef() => Contenders.DictionaryByRef(_input);

    [Benchmark]
    public object DictionaryOfObjects() => Contenders.DictionaryOfObjects(_input);

    [Benchmark]
    public object Linq() => Contenders.Linq(_input);

    [Benchmark]
    public object TrackerColumns() => Contenders.TrackerColumns(_input);

    [Benchmark]
    public object TrackerRows() => Contenders.TrackerRows(_input, _rows);
}
