using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>A funnel of a few rows in a folder of its own, whose files a test can spoil.</summary>
internal sealed class SmallFunnel : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Mapping { get; set; } = """
        {
          "name": "Small",
          "stages": [{"key": "Lead", "role": "awareness"}, {"key": "Offer"}, {"key": "Won"}],
          "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"},
          "deals": {"file": "deals.csv", "id": "id", "amount": "amount", "lossReason": "reason"},
          "costs": {"file": "costs.csv", "period": "month", "channel": "channel", "kind": "kind", "amount": "cost"},
          "customers": {"file": "customers.csv", "id": "id", "start": "from", "end": "to", "monthlyRevenue": "mrr"},
          "dimensions": [{"name": "channel", "from": "deals"}]
        }
        """;

    public string Log { get; set; } = "id,stage,at\na,Lead,2024-01-01T10:00\na,Offer,2024-01-02\na,Won,2024-01-05\nb,Lead,2024-01-01\nb,Lost,2024-02-01\nc,Lead,2024-01-03\n";

    public string Deals { get; set; } = "id,amount,channel,reason\na,100.50,Web,\nb,20,Fair,too dear\nc,,Web,\n";

    public string Costs { get; set; } = "month,channel,kind,cost\n2024-01,Web,marketing,50\n2024-01,,sales,100\n";

    public string Customers { get; set; } = "id,from,to,mrr\na,2024-02-01,,10\n";

    public string Folder => _folder.FullPath;

    public string WriteFiles()
    {
        _folder.Write("log.csv", Log);
        _folder.Write("deals.csv", Deals);
        _folder.Write("costs.csv", Costs);
        _folder.Write("customers.csv", Customers);
        return _folder.Write("funnel.json", Mapping);
    }

    public FunnelData Read(ReadOptions? options = null, CancellationToken cancellation = default) =>
        FunnelReader.Read(FunnelMapping.Load(WriteFiles()), options, cancellation);

    public void Dispose() => _folder.Dispose();
}
