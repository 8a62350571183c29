namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>What everybody is told once counting broke off in the middle.</summary>
internal static class FunnelFault
{
    public static InvalidOperationException Of(string funnel, Exception fault) =>
        new($"Funnel '{funnel}' stopped counting: {fault.Message} Restart the process; saved state and sources allow to count again.", fault);
}
