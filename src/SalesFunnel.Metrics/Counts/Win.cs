namespace SalesFunnel.Metrics;

/// <summary>A deal that is won as of the log's time.</summary>
/// <param name="Entity">Id of the deal.</param>
/// <param name="At">When it was won (the last win); <c>null</c> when that is undated.</param>
/// <param name="Amount">Its amount as at that win; <c>null</c> when it had none.</param>
/// <param name="Customer">Id of its customer as of the log's time; <c>null</c> when not known.</param>
/// <param name="IsNewCustomer">True for the first won deal of its customer, by time then by id, among the deals won as of the log's time; and for a
/// deal without customer, which counts as a customer of its own.</param>
public readonly record struct Win(long Entity, DateTimeOffset? At, decimal? Amount, long? Customer, bool IsNewCustomer);
