namespace SalesFunnel.Metrics.Tests.Sequences;

public class CompactLevelsTests
{
    [Theory]
    [InlineData(EventTies.Any)]
    [InlineData(EventTies.Input)]
    public void The_vector_kernel_leaves_the_state_that_its_scalar_twin_leaves(EventTies ties)
    {
        var random = new Random(7);
        long[] gaps = [0, 0, 0, 1, 2, 5, 1000, uint.MaxValue - 1L, uint.MaxValue, uint.MaxValue + 1L, long.MaxValue >> 6, -1];
        for (int round = 0; round < 20_000; round++)
        {
            int steps = random.Next(1, 7);
            long window = random.Next(4) switch { 0 => 0, 1 => random.Next(1, 10), 2 => (1L << 31) - 1, _ => 1000 };
            var parameters = new LevelParameters(steps, window, uint.MaxValue - (uint)window, ties == EventTies.Any ? uint.MaxValue : 0, random.Next(5) == 0 ? 2000 : long.MaxValue);
            long[] vector = new long[4];
            long[] scalar = new long[4];
            long at = random.Next(-5, 5);
            for (int i = 0; i < 12; i++)
            {
                at += gaps[random.Next(gaps.Length)];
                if (Math.Abs(at) > 1L << 58)
                    break;
                int step = random.Next(1, steps + 1);
                Assert.Equal(CompactLevels.ApplyScalar(ref scalar[0], at, step, in parameters), CompactLevels.ApplyVector(ref vector[0], at, step, in parameters));

                // Lanes above the last step but one hold nothing that is read.
                Assert.Equal(scalar[0] & uint.MaxValue, vector[0] & uint.MaxValue);
                Assert.Equal(scalar[3], vector[3]);
                Assert.Equal(Lanes(scalar, steps), Lanes(vector, steps));
            }
        }
    }

    private static uint[] Lanes(long[] state, int steps) =>
        [.. System.Runtime.InteropServices.MemoryMarshal.Cast<long, uint>(state).Slice(1, Math.Min(5, steps)).ToArray()];
}
