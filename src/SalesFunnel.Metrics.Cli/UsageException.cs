namespace SalesFunnel.Metrics.Cli;

/// <summary>A wrong argument that only the data can tell, such as a stage that the funnel does not have.</summary>
internal sealed class UsageException(string message) : Exception(message);
