using SalesFunnel.Metrics.Testing;

// The one place that says how many logs each property sees: with some forty properties the suite goes through more than 10,000.
[assembly: Properties(Arbitrary = [typeof(FunnelArbitraries)], MaxTest = 300)]
