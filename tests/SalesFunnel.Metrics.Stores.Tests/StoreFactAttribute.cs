using Xunit.Sdk;

namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>A test that is skipped where the server is missing that its class, or a class derived from it, needs.</summary>
[XunitTestCaseDiscoverer("SalesFunnel.Metrics.Stores.Tests.StoreFactDiscoverer", "SalesFunnel.Metrics.Stores.Tests")]
public sealed class StoreFactAttribute : FactAttribute;
