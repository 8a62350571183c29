using FsCheck;
using FsCheck.Fluent;

namespace SalesFunnel.Metrics.Testing;

/// <summary>The generators of all property tests, each with its shrinker.</summary>
public static class FunnelArbitraries
{
    /// <summary>Few deals, few distinct times: ties, regressions, re-openings, repeats and rejected rows are frequent.</summary>
    public static Arbitrary<LogCase> LogCases() => Arb.From(LogCaseGenerator.Cases, LogCaseShrinker.Shrink);
}
