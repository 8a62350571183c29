using System.Reflection;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Oracles;

public class SuiteSizeTests
{
    [Fact]
    public void The_properties_together_see_at_least_ten_thousand_generated_logs()
    {
        Assembly suite = typeof(SuiteSizeTests).Assembly;
        int logsPerProperty = suite.GetCustomAttribute<PropertiesAttribute>()!.MaxTest;
        int properties = suite.GetTypes().SelectMany(t => t.GetMethods())
            .Count(m => m.GetCustomAttribute<PropertyAttribute>() is not null && m.GetParameters().Any(p => p.ParameterType == typeof(LogCase)));

        Assert.True(properties * logsPerProperty >= 10_000, $"{properties} properties see {logsPerProperty} logs each.");
    }
}
