namespace SalesFunnel.Metrics.Insights;

/// <summary>Whether a common rate changed because segments convert differently (rate), or because their shares shifted (mix).</summary>
/// <remarks>Δ = Σ (w₁ − w₀)·((r₀ + r₁)/2 − (R₀ + R₁)/2) + Σ (r₁ − r₀)·(w₀ + w₁)/2, with shares w and rates r by segment, R in common; the joint effect is split evenly. A segment
/// without cases on one side has no rate there; it takes that of the other side, so all of it is mix. Source: E. M. Kitagawa, JASA 50 (1955) 1168–1194.</remarks>
public sealed class MixRateDecomposition
{
    private MixRateDecomposition(double before, double after, IReadOnlyList<MixRatePart> parts, bool isReversal)
    {
        RateBefore = before;
        RateAfter = after;
        Parts = parts;
        IsSimpsonReversal = isReversal;
    }

    /// <summary>The id of the method.</summary>
    public const string MethodId = "change.mix-rate.kitagawa/1";

    /// <summary>Gets the common rate before.</summary>
    public double RateBefore { get; }

    /// <summary>Gets the common rate after.</summary>
    public double RateAfter { get; }

    /// <summary>Gets the change of the common rate.</summary>
    public double Change => RateAfter - RateBefore;

    /// <summary>Gets the parts by segment, in the order given.</summary>
    public IReadOnlyList<MixRatePart> Parts { get; }

    /// <summary>Gets the part of the shifted shares.</summary>
    public double Mix => Parts.Sum(static p => p.Mix);

    /// <summary>Gets the part of the changed rates.</summary>
    public double Rate => Parts.Sum(static p => p.Rate);

    /// <summary>Gets a value indicating whether the common rate moved against every segment that has one on both sides (Simpson's paradox).</summary>
    public bool IsSimpsonReversal { get; }

    /// <summary>Splits the change of a rate.</summary>
    /// <returns>The parts, or <c>null</c> without cases before or after: then there is no rate.</returns>
    /// <param name="segments">By segment: name, successes of cases before, and after.</param>
    /// <exception cref="ArgumentException">Successes are not between 0 and the cases.</exception>
    public static MixRateDecomposition? Of(IReadOnlyList<(string Name, (long Successes, long Cases) Before, (long Successes, long Cases) After)> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        (long k0, long n0, long k1, long n1) = (0, 0, 0, 0);
        foreach ((string name, (long Successes, long Cases) before, (long Successes, long Cases) after) in segments)
        {
            if (before.Successes < 0 || before.Successes > before.Cases || after.Successes < 0 || after.Successes > after.Cases)
                throw new ArgumentException($"In segment '{name}' the successes are not between 0 and the cases.", nameof(segments));
            (k0, n0, k1, n1) = (k0 + before.Successes, n0 + before.Cases, k1 + after.Successes, n1 + after.Cases);
        }

        if (n0 == 0 || n1 == 0)
            return null;
        double common0 = (double)k0 / n0;
        double common1 = (double)k1 / n1;
        var parts = new List<MixRatePart>(segments.Count);
        (int up, int down, int same) = (0, 0, 0);
        foreach ((string name, (long Successes, long Cases) before, (long Successes, long Cases) after) in segments)
        {
            double? r0 = before.Cases > 0 ? (double)before.Successes / before.Cases : null;
            double? r1 = after.Cases > 0 ? (double)after.Successes / after.Cases : null;
            if (r0 is { } a && r1 is { } b)
                (up, down, same) = (up + (b > a ? 1 : 0), down + (b < a ? 1 : 0), same + (b == a ? 1 : 0));
            (double rate0, double rate1) = (r0 ?? r1 ?? 0, r1 ?? r0 ?? 0);
            (double w0, double w1) = ((double)before.Cases / n0, (double)after.Cases / n1);
            parts.Add(new MixRatePart(name, before, after, (w1 - w0) * (((rate0 + rate1) / 2) - ((common0 + common1) / 2)), (rate1 - rate0) * (w0 + w1) / 2));
        }

        bool isReversal = same == 0 && ((common1 < common0 && down == 0 && up > 0) || (common1 > common0 && up == 0 && down > 0));
        return new MixRateDecomposition(common0, common1, parts.AsReadOnly(), isReversal);
    }
}
