using System.Buffers;

namespace SalesFunnel.Metrics;

/// <summary>What all codecs share: count the bytes, then write them with their frame into a span, a buffer or an array.</summary>
internal static class StateBytes<T, TContent>
    where TContent : IStateContent<T>
{
    public static int Count(T state)
    {
        StateWriter writer = StateWriter.Counting;
        TContent.Write(ref writer, state);
        long length = StateFrame.Length + writer.Position;
        return length <= Array.MaxLength
            ? (int)length
            : throw new InvalidOperationException($"The state takes {length} bytes, and at most {Array.MaxLength} can be written. Save parts of it.");
    }

    public static bool TryWrite(T state, Span<byte> destination, out int bytesWritten)
    {
        int length = Count(state);
        bytesWritten = 0;
        if (destination.Length < length)
            return false;
        Write(state, destination[..length]);
        bytesWritten = length;
        return true;
    }

    public static void Write(T state, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        int length = Count(state);
        Write(state, destination.GetSpan(length)[..length]);
        destination.Advance(length);
    }

    public static byte[] ToArray(T state)
    {
        byte[] bytes = new byte[Count(state)];
        Write(state, bytes.AsSpan());
        return bytes;
    }

    private static void Write(T state, Span<byte> destination)
    {
        var writer = new StateWriter(destination[StateFrame.Length..]);
        TContent.Write(ref writer, state);
        StateFrame.Write(destination, TContent.Kind);
    }
}
