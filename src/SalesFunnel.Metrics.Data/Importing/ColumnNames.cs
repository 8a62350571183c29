namespace SalesFunnel.Metrics.Data;

/// <summary>The names under which a column occurs; the first one found is taken.</summary>
/// <param name="Role">What the column is for.</param>
/// <param name="IsRequired">Whether a file without it is another shape.</param>
/// <param name="Names">Lower-case names, without the marks that <see cref="HeaderNames.Normal"/> takes away.</param>
internal sealed record ColumnNames(ColumnRole Role, bool IsRequired, params string[] Names);
