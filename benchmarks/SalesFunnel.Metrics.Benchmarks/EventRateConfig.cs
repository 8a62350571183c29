using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace SalesFunnel.Metrics.Benchmarks;

/// <summary>Adds a column of million events per second.</summary>
internal sealed class EventRateConfig : ManualConfig
{
    public EventRateConfig() => AddColumn(new EventRateColumn());

    private sealed class EventRateColumn : IColumn
    {
        public string Id => nameof(EventRateColumn);

        public string ColumnName => "Mev/s";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => "Million events per second, from the mean";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
        {
            if (summary[benchmarkCase]?.ResultStatistics is not { } statistics)
                return "–";
            int events = (int)benchmarkCase.Parameters[nameof(TrackerBenchmarks.Events)];
            return (events / statistics.Mean * 1_000).ToString("0.0", CultureInfo.InvariantCulture);
        }

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public bool IsAvailable(Summary summary) => true;
    }
}
