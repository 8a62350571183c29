using SalesFunnel.Metrics.KillTests;

namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

public class KilledProcessTests
{
    [Fact]
    public async Task A_process_that_is_killed_again_and_again_counts_each_event_once()
    {
        using var output = new StringWriter();
        Assert.True(await KillRun.RunAsync(output, kills: 20, firstStream: 3, lanes: 2), output.ToString());
    }
}
