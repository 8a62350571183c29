using System.Diagnostics;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

internal static class Eventually
{
    /// <summary>Waits for something that another thread does; fails after half a minute.</summary>
    public static async Task Holds(Func<bool> condition, Action? meanwhile = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "Waited for half a minute in vain.");
            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }
}
