namespace SalesFunnel.Metrics.Fuzz;

/// <summary>SplitMix64: the same numbers for the same seed on every machine and runtime, so that a case can be run again by its number.</summary>
public sealed class FuzzRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number below a bound.</summary>
    public int Below(int bound)
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(((z ^ (z >> 31)) >> 33) % (uint)bound);
    }

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public bool OneIn(int n) => Below(n) == 0;
}
