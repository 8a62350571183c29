using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Stores;

/// <summary>Bytes as a parameter of SQLite.</summary>
internal static class SqliteBytes
{
    /// <summary>The array itself where the memory is the whole of one.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) && segment.Array is { } array && array.Length == memory.Length ? array : memory.ToArray();
}
