namespace SalesFunnel.Metrics;

/// <summary>A block of an <see cref="IEventLog"/>.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Bytes">What was appended.</param>
public readonly record struct LoggedBlock(long Number, ReadOnlyMemory<byte> Bytes);
