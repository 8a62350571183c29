namespace SalesFunnel.Metrics.Data;

/// <summary>How far reading has come.</summary>
/// <param name="File">Name of the file, as the mapping writes it.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="BytesRead">Bytes of the file read so far, compressed where the file is.</param>
/// <param name="TotalBytes">Length of the file.</param>
public readonly record struct ReadProgress(string File, long Rows, long BytesRead, long TotalBytes);
