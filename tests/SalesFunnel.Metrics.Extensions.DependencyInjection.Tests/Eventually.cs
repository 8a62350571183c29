using System.Diagnostics;

namespace SalesFunnel.Metrics.Extensions.DependencyInjection.Tests;

internal static class Eventually
{
    private const int EnoughLooks = 1_000; // on a machine with much else to do, half a minute may pass between two looks

    /// <summary>Waits for something that another thread does; fails after half a minute and a thousand looks.</summary>
    public static async Task Holds(Func<bool> condition, Action? meanwhile = null)
    {
        long start = Stopwatch.GetTimestamp();
        for (int looks = 0; !condition(); looks++)
        {
            Assert.True(looks < EnoughLooks || Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "Waited for half a minute in vain.");
            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }
}
