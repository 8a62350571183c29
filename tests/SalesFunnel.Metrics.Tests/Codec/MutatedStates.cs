using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Codec;

/// <summary>The first mutations of saved states; the same as in the long run, `states`.</summary>
internal static class MutatedStates
{
    private const int Mutations = 100_000;

    /// <summary>Each seed, and each of its mutations under a right checksum, gives a typed error or a state that is written as the same bytes and adds up.</summary>
    public static void Hold(IReadOnlyList<byte[]> seeds)
    {
        Assert.All(seeds, static seed => Assert.Null(MutatedState.Judge(seed, out _)));
        (int read, int refused) = (0, 0);
        for (int number = 0; number < Mutations; number++)
        {
            byte[] state = MutatedState.Make(seeds, (ulong)number);
            if (MutatedState.Judge(state, out StateFormatException? refusal) is { } problem)
                Assert.Fail($"mutation {number}: {problem}\n{Convert.ToHexString(state)}");
            if (refusal is null)
                read++;
            else
                refused++;
        }

        // Damage that is always refused, or never, tests nothing.
        Assert.InRange(read, Mutations / 50, Mutations);
        Assert.InRange(refused, Mutations / 3, Mutations);
    }
}
