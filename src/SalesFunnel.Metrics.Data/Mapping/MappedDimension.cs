namespace SalesFunnel.Metrics.Data;

/// <summary>A dimension of a mapping.</summary>
/// <param name="Name">What the dimension is called.</param>
/// <param name="Column">The column that holds its value.</param>
/// <param name="From">The table that has the column.</param>
public sealed record MappedDimension(string Name, string Column, DimensionSource From);
