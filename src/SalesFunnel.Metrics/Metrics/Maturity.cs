namespace SalesFunnel.Metrics;

/// <summary>Whether enough of a set of deals is decided for its plain rate to be compared with that of older deals.</summary>
/// <remarks>Immature when less than 90 % of the deals are decided (converted or lost), or when less than 90 % of them are as old as nine of ten deals need to be decided.
/// That time is the 90 % quantile over all deals of the log, with those still undecided as right-censored; for a cohort entered at one time the second condition is
/// "its age is below the p90 of the cycle".</remarks>
/// <param name="Entered">Deals that reached the earlier stage at a known time.</param>
/// <param name="Decided">Those of them that converted or were lost.</param>
/// <param name="OldEnough">Those that reached it at least <paramref name="CycleP90Days"/> before the as-of time.</param>
/// <param name="CycleP90Days">The time by which nine of ten deals are decided, in days; <c>null</c> when it is not reached.</param>
public readonly record struct Maturity(long Entered, long Decided, long OldEnough, double? CycleP90Days)
{
    /// <summary>The share that must be decided, and old enough.</summary>
    public const double RequiredShare = 0.9;

    /// <summary>Gets the share decided, or <c>null</c> without deals.</summary>
    public double? DecidedShare => Entered > 0 ? (double)Decided / Entered : null;

    /// <summary>Gets a value indicating whether the plain rate is too early to be compared; false without deals.</summary>
    public bool IsImmature => Entered > 0 && (Decided < RequiredShare * Entered || CycleP90Days is null || OldEnough < RequiredShare * Entered);

    /// <summary>Gets why it is immature, or <c>null</c>.</summary>
    public string? Reason => !IsImmature ? null
        : Decided < RequiredShare * Entered ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DecidedShare * 100:0.0} % of the deals are decided; 90 % are needed")
        : CycleP90Days is { } days ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100.0 * OldEnough / Entered:0.0} % of the deals are as old as nine of ten need to be decided ({days:0.0} days); 90 % are needed")
        : "too few deals are decided to tell how long nine of ten need";
}
