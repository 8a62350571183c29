namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

/// <summary>Tests that measure or change something of the whole process: its memory, allocations, pool or meters. Nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class RunsAlone
{
    public const string Name = nameof(RunsAlone);
}
