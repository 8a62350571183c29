namespace SalesFunnel.Metrics.Insights;

/// <summary>Checks on any data that the counts keep the identities which they promise. An identity that fails is a fault of the library or of stored counts, never of the data.</summary>
/// <remarks>A log takes a few passes and a snapshot none; nothing is changed.</remarks>
public static class InvariantChecks
{
    /// <summary>Checks the identities of a snapshot: deals at each stage are those at the next and those that stopped (Reached(s) = Reached(s + 1) + LostAtFurthest(s) + OpenAtFurthest(s)), deals by
    /// current stage sum to the open ones and by last stage to the lost ones, rules are nested (Strict ≤ Touched ≤ Reached), visits cover their deals and times, parts sum to the whole.</summary>
    /// <param name="snapshot">The counts.</param>
    /// <returns>What does not hold; empty when all does.</returns>
    public static IReadOnlyList<InvariantViolation> Verify(StageSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var findings = new InvariantFindings();
        SnapshotInvariants.Check(snapshot, findings);
        return findings.ToList();
    }

    /// <summary>Checks the identities of a log as of its time: those of its snapshot, and that every other way of counting agrees with it – wins, outcomes and flow by day, records of deals,
    /// times in stages, the rule Reached deal by deal – and that the pipeline's waterfall adds up and joins the one before it.</summary>
    /// <param name="log">The log.</param>
    /// <returns>What does not hold; empty when all does.</returns>
    public static IReadOnlyList<InvariantViolation> Verify(DealLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var findings = new InvariantFindings();
        StageSnapshot snapshot = log.Count();
        SnapshotInvariants.Check(snapshot, findings);
        LogInvariants.Check(log, snapshot, findings);
        return findings.ToList();
    }
}
