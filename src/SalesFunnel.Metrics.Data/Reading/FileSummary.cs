namespace SalesFunnel.Metrics.Data;

/// <summary>How much of a file was used.</summary>
/// <param name="File">Name of the file, as the mapping writes it.</param>
/// <param name="Rows">Rows without the header and without empty lines.</param>
/// <param name="Used">Rows of which something entered the log or a table.</param>
public sealed record FileSummary(string File, long Rows, long Used);
