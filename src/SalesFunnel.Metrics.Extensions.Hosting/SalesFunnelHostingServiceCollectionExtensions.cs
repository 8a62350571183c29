using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SalesFunnel.Metrics;
using SalesFunnel.Metrics.Extensions.DependencyInjection;
using SalesFunnel.Metrics.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets live sales funnels start and stop with a host, and reads them from configuration.</summary>
public static class SalesFunnelHostingServiceCollectionExtensions
{
    /// <summary>Lets all live funnels start and stop with the host. Safe to call twice.</summary>
    /// <remarks>Before other services start, every registration is checked – all errors of all funnels come in one exception – and the saved state of every registered funnel is read. After all of them have stopped,
    /// what was taken is counted and a last checkpoint is saved, within the shutdown timeout of the host. Damaged checkpoints that were passed over, saves that fail and what the end did are logged.</remarks>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddSalesFunnelHosting(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FunnelHost>());
        return services.AddSalesFunnels();
    }

    /// <summary>Registers the live funnels of a configuration section, where it says so a <see cref="FileFunnelStore"/>, and lets them start and stop with the host.</summary>
    /// <remarks><para>The section, here in JSON; only <c>Stages</c> and <c>Won</c> are needed, and a stage with nothing but a key may be that key alone:
    /// <code>{ "Funnels": { "b2b": { "Stages": [ { "Key": "Lead", "Label": "New lead", "Role": "Awareness" }, { "Key": "Offer" } ], "Won": { "Key": "Signed" }, "Dimensions": [ "channel" ],
    ///     "Rule": "Reached", "CohortUnit": "Month", "TimeZone": "Europe/Berlin", "ReopenWithin": "30.00:00:00", "AllowedLateness": "00:05:00", "MaxSegmentValues": 10000,
    ///     "QueueCapacity": 16384, "SaveEvery": "00:00:10", "ReadEvery": "never" } },
    ///   "SaveEvery": "00:00:30", "ReadEvery": "00:00:05", "MaxConcurrentSaves": 2, "MaxTaggedFunnels": 100, "RecordsStageTimes": true, "Store": { "Folder": "state" } }</code></para>
    /// <para>It is read once, now, without reflection. What is wrong – unknown keys too – is told when the funnels are first used or the host starts, all at once with the errors of other registrations: path, what was found,
    /// what is allowed. Choices of code for the same funnel, and a store, that are registered later go before those of the section. A relative folder starts at the content root of the host.</para></remarks>
    /// <param name="services">The services.</param>
    /// <param name="section">The section.</param>
    public static IServiceCollection AddSalesFunnels(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var read = new FunnelsReader(section);
        if (read.StoreFolder is { } folder)
            AddStore(services, folder, read.Errors);
        if (read.Errors.Count > 0)
            services.AddSingleton(new FunnelRegistration("(configuration)", _ => throw new FunnelConfigurationException(read.Errors)));
        foreach (FunnelRegistration registration in read.Registrations)
            services.AddSalesFunnel(registration);
        services.AddSalesFunnels(read.Configure);
        return services.AddSalesFunnelHosting();
    }

    private static void AddStore(IServiceCollection services, string folder, List<string> errors)
    {
        if (services.Any(service => service.ServiceKey is null && service.ImplementationInstance is ConfiguredStore known && known.Folder == folder))
            return; // the same section twice
        if (services.Any(static service => service.ServiceKey is null && service.ServiceType == typeof(IFunnelStore)))
        {
            errors.Add($"The configuration keeps checkpoints in the folder '{folder}', but an IFunnelStore is registered already. Leave one of the two out.");
            return;
        }

        services.AddSingleton(new ConfiguredStore(folder));
        services.AddSingleton<IFunnelStore>(provider => new FileFunnelStore(Path.Combine(provider.GetService<IHostEnvironment>()?.ContentRootPath ?? string.Empty, folder)));
    }

    private sealed record ConfiguredStore(string Folder);
}
