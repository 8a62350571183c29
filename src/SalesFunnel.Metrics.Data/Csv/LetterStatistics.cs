using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>Tells Windows-1251 from Windows-1252 by which letters occur and what they stand beside.</summary>
/// <remarks>The log of the ratio of two likelihoods: how often a letter occurs among the letters beyond ASCII of Russian (rounded corpus shares) and of Western European
/// languages, and whether the next letter is beyond ASCII as well: nearly always in Russian words, seldom in Western ones.</remarks>
internal static class LetterStatistics
{
    private const double HighPairRussian = 0.95;
    private const double HighPairWestern = 0.04;
    private const double Rare = 0.05;

    // а … я, in per cent.
    private static readonly double[] Russian =
    [
        8.01, 1.59, 4.54, 1.70, 2.98, 8.45, 0.94, 1.65, 7.35, 1.21, 3.49, 4.40, 3.21, 6.70, 10.97, 2.81,
        4.73, 5.47, 6.26, 2.62, 0.26, 0.97, 0.48, 1.44, 0.73, 0.36, 0.04, 1.90, 1.74, 0.32, 0.64, 2.01,
    ];

    // à … ÿ, in per cent of the letters beyond ASCII, French, German, Spanish, Portuguese and Nordic taken together.
    private static readonly double[] Western =
    [
        5, 5, 1, 5, 8, 3, 1.5, 3, 4, 16, 2.5, 0.8, 0.2, 5, 0.8, 0.8,
        0.3, 3.5, 0.3, 7, 1.2, 1.2, 6, 0.1, 2.5, 0.6, 2.5, 0.8, 9, 0.3, 0.2, 0.1,
    ];

    public static EncodingSniffer.Finding Detect(ReadOnlySpan<byte> bytes)
    {
        double ratio = 0;
        (long letters, long pairs) = (0, 0);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (b < 0x80)
                continue;
            ratio += OfByte(b);
            if (!IsHighLetter(b))
                continue;
            letters++;
            if (i + 1 == bytes.Length)
                continue;
            if (IsHighLetter(bytes[i + 1]))
            {
                pairs++;
                ratio += Math.Log(HighPairRussian / HighPairWestern);
            }
            else if (char.IsAsciiLetter((char)bytes[i + 1]))
            {
                ratio += Math.Log((1 - HighPairRussian) / (1 - HighPairWestern));
            }
        }

        double certainty = Math.Min(0.999, 1 / (1 + Math.Exp(-Math.Abs(ratio))));
        string reason = string.Create(CultureInfo.InvariantCulture, $"not UTF-8; {letters} letters beyond ASCII, {pairs} of them before another one");
        return new(ratio > 0 ? "windows-1251" : "windows-1252", certainty, reason);
    }

    private static double OfByte(byte b) => b switch
    {
        >= 0xE0 => Math.Log(Russian[b - 0xE0] / Western[b - 0xE0]),
        >= 0xC0 => Math.Log(Math.Max(Rare, Russian[b - 0xC0] / 10) / Math.Max(Rare, Western[b - 0xC0] / 10)),
        0xA8 or 0xB8 or 0xB9 => 2, // Ё, ё, № against ¨, ¸, ¹
        0x81 or 0x8D or 0x8F or 0x90 or 0x9D => 1, // not in use in Windows-1252
        0x98 => -1, // not in use in Windows-1251
        _ => 0,
    };

    private static bool IsHighLetter(byte b) => b >= 0xC0 || b is 0xA8 or 0xB8;
}
