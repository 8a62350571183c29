using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Names a folder after a funnel: readable, allowed on every system, and different for different funnels also where case is not told apart.</summary>
internal static class FunnelFolderName
{
    private const int MaxLength = 120;
    private const int HashBytes = 16;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Keeps a–z, 0–9, '_' and '-'; every other byte of the UTF-8 text becomes % and two digits. A name that gets too long is cut and ends with '~' and its hash.</summary>
    public static string Of(string funnel)
    {
        ArgumentException.ThrowIfNullOrEmpty(funnel);
        byte[] bytes;
        try
        {
            bytes = s_strict.GetBytes(funnel);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The name of the funnel holds half a surrogate pair at position {e.Index.ToString(CultureInfo.InvariantCulture)}. Give a name that is well-formed text.", nameof(funnel), e);
        }

        var name = new StringBuilder(bytes.Length);
        for (int i = 0; i < bytes.Length && name.Length <= MaxLength; i++)
        {
            // Windows opens a device under names such as "con" and "com1": the first letter is written in digits then.
            bool plain = bytes[i] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'-' && !(i == 0 && IsDevice(funnel));
            if (plain)
                name.Append((char)bytes[i]);
            else
                name.Append(CultureInfo.InvariantCulture, $"%{bytes[i]:x2}");
        }

        if (name.Length <= MaxLength)
            return name.ToString();
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, HashBytes));
        name.Length = MaxLength - 1 - hash.Length;
        return name.Append('~').Append(hash).ToString();
    }

    private static bool IsDevice(string funnel) => funnel is "con" or "prn" or "aux" or "nul"
        || (funnel.Length == 4 && char.IsAsciiDigit(funnel[3]) && (funnel.StartsWith("com", StringComparison.Ordinal) || funnel.StartsWith("lpt", StringComparison.Ordinal)));
}
