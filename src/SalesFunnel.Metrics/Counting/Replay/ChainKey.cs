namespace SalesFunnel.Metrics;

/// <summary>What of a chain decides how it can go on: its start, and how many steps it did. A later start is better, then more steps.</summary>
/// <param name="Start">Time of the first step.</param>
/// <param name="Done">Number of steps done; negative = no chain.</param>
internal readonly record struct ChainKey(long Start, int Done)
{
    public static readonly ChainKey None = new(0, -1);

    public bool Exists => Done >= 0;

    public bool IsBetterThan(ChainKey other) => Exists && (!other.Exists || Start > other.Start || (Start == other.Start && Done > other.Done));

    public void Raise(ref ChainKey best)
    {
        if (IsBetterThan(best))
            best = this;
    }
}
