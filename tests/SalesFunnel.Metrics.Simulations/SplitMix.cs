namespace SalesFunnel.Metrics.Simulations;

/// <summary>A generator of random numbers whose sequence no runtime version can change (Steele, Lea, Flood 2014).</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The generator of one replication: the same whichever thread runs it.</summary>
    public static SplitMix Of(int cell, int replication)
    {
        var mixer = new SplitMix(((ulong)cell << 32) + (ulong)replication);
        return new SplitMix(mixer.Next());
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A fraction in [0, 1).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Exponential(double mean) => -mean * Math.Log(1 - Fraction());
}
