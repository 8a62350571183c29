using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesFunnel.Metrics;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers live sales funnels.</summary>
public static class SalesFunnelServiceCollectionExtensions
{
    /// <summary>Registers a live funnel: <c>services.AddSalesFunnel("b2b", f => f.Stage("Lead", StageRole.Awareness).Won("Signed"))</c>. Get it as the keyed service <see cref="IFunnelMonitor"/>, or from <see cref="IFunnelMonitors"/>.</summary>
    /// <remarks>Definitions are checked together when the funnels are first used, or at the start of a host. State is kept in the <see cref="IFunnelStore"/> and the <see cref="IEventLog"/> that are registered, if any.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="name">Name under which the funnel is known and saved.</param>
    /// <param name="define">Defines the stages.</param>
    /// <param name="configure">Sets its choices.</param>
    public static IServiceCollection AddSalesFunnel(this IServiceCollection services, string name, Func<FunnelBuilder, FunnelDefinition> define, Action<FunnelMonitorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(define);
        return services.AddSalesFunnel(new FunnelRegistration(name, name => define(FunnelDefinition.Create(name)), configure));
    }

    /// <summary>Registers a live funnel that is defined already: one definition may serve many names.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Name under which the funnel is known and saved.</param>
    /// <param name="definition">The funnel.</param>
    /// <param name="configure">Sets its choices.</param>
    public static IServiceCollection AddSalesFunnel(this IServiceCollection services, string name, FunnelDefinition definition, Action<FunnelMonitorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return services.AddSalesFunnel(new FunnelRegistration(name, _ => definition, configure));
    }

    /// <summary>Registers a live funnel.</summary>
    /// <param name="services">The services.</param>
    /// <param name="registration">Name, definition and choices.</param>
    public static IServiceCollection AddSalesFunnel(this IServiceCollection services, FunnelRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(registration);
        // Looking for a registration reads all of them, so thousands of calls in a row look only once.
        if (services is not [.., { ServiceType: var last }] || last != typeof(IFunnelMonitor))
            services.AddSalesFunnels();
        services.AddSingleton(registration);
        if (!string.IsNullOrWhiteSpace(registration.Name)) // else the check at the start says so, with all other errors
            services.AddKeyedSingleton(registration.Name, static (provider, key) => provider.GetRequiredService<IFunnelMonitors>().Get((string)key!));
        return services;
    }

    /// <summary>Registers <see cref="IFunnelMonitors"/>, for funnels that are made while the process runs, and sets choices that all funnels share.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets shared choices; several add up.</param>
    public static IServiceCollection AddSalesFunnels(this IServiceCollection services, Action<SalesFunnelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
            services.AddSingleton(new SharedChoices(configure));
        services.TryAddSingleton(static provider => Make(provider));
        services.TryAddSingleton<IFunnelMonitors>(static provider => provider.GetRequiredService<FunnelMonitors>());
        return services;
    }

    private static FunnelMonitors Make(IServiceProvider provider)
    {
        var options = new SalesFunnelOptions();
        foreach (SharedChoices choices in provider.GetServices<SharedChoices>())
            choices.Configure(options);
        return new FunnelMonitors(
            provider.GetServices<FunnelRegistration>(),
            options,
            provider.GetService<TimeProvider>(),
            provider.GetService<IFunnelStore>(),
            provider.GetService<IEventLog>(),
            provider.GetService<IMeterFactory>());
    }

    private sealed record SharedChoices(Action<SalesFunnelOptions> Configure);
}
