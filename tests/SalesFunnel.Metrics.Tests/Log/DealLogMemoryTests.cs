using SalesFunnel.Metrics.Tests.Counting;

namespace SalesFunnel.Metrics.Tests.Log;

[Collection(AllocationTestsRunAlone.Name)]
public class DealLogMemoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Building_allocates_less_than_two_and_a_half_times_what_the_log_keeps(bool byDeal)
    {
        const int Events = 1_000_000;
        const int EventsPerDeal = 10;
        const int KeptPerEvent = 30;
        FunnelDefinition funnel = FunnelDefinition.Create("B2B").Stage("New").Stage("Offer").Won("Signed");
        long before = GC.GetAllocatedBytesForCurrentThread();
        var builder = new DealLogBuilder(funnel);
        for (int i = 0; i < Events; i++)
        {
            int deal = byDeal ? i / EventsPerDeal : i % (Events / EventsPerDeal);
            builder.Add(new DealEvent(deal, i, i, DealEventKind.Enter, i % 3, DealEvent.NoValue, DealEvent.NoValue), i);
        }

        DealLog log = builder.Build();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Events, log.EventCount);
        Assert.InRange(allocated, KeptPerEvent * (long)Events, (long)(2.5 * KeptPerEvent * Events));
    }
}
