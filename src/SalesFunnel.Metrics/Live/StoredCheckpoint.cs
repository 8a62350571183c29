namespace SalesFunnel.Metrics;

/// <summary>A checkpoint as a store holds it.</summary>
/// <param name="Number">Its number; later ones have larger ones.</param>
/// <param name="Bytes">What was saved.</param>
/// <param name="Origin">Where it lies, for messages: a file, a row, a key.</param>
public sealed record StoredCheckpoint(long Number, ReadOnlyMemory<byte> Bytes, string Origin);
