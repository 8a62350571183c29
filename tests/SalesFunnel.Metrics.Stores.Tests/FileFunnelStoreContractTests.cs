using SalesFunnel.Metrics.Extensions.Hosting;

namespace SalesFunnel.Metrics.Stores.Tests;

public sealed class FileFunnelStoreContractTests : FunnelStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("funnel-").FullName;

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override Task CleanAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    protected override IFunnelStore Open() => new FileFunnelStore(_folder);

    protected override IFunnelStore OpenAnother() => Store;
}
