namespace SalesFunnel.Metrics;

/// <summary>What the customer of a won deal pays per month.</summary>
/// <param name="Entity">Id of the won deal.</param>
/// <param name="Start">First day that is paid for, if known.</param>
/// <param name="End">When the customer left; <c>null</c> while it stays, or when not known.</param>
/// <param name="PerMonth">Monthly revenue, in the funnel's currency.</param>
public readonly record struct CustomerRevenue(long Entity, DateOnly? Start, DateOnly? End, decimal PerMonth);
