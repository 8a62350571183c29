using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesFunnel.Metrics.Stores;

/// <summary>What all stores ask of their arguments.</summary>
internal static class StoreChecks
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name as UTF-8. Text that is not well-formed would come back as another name, so it is refused.</summary>
    public static byte[] Utf8(string funnel)
    {
        ArgumentNullException.ThrowIfNull(funnel);
        try
        {
            return s_utf8.GetBytes(funnel);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The name of the funnel has half of a surrogate pair at index {e.Index}, so it is no well-formed text. Give it another name."), nameof(funnel), e);
        }
    }

    /// <summary>A key of 32 bytes for a name of any length and any characters.</summary>
    public static byte[] Key(string funnel) => SHA256.HashData(Utf8(funnel));

    public static void RequireNumber(long number) => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);

    public static void RequireSize(string funnel, ReadOnlyMemory<byte> checkpoint, int limit, string store)
    {
        if (checkpoint.Length > limit)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint of funnel '{funnel}' has {checkpoint.Length} bytes; {store} takes {limit} in one value. Let the funnel compact closed deals (ReopenWithin), share its deals out to several funnels, or use the file store."), nameof(checkpoint));
    }
}
