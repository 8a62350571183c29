using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>The public checks find nothing on any log, and something where counts are wrong.</summary>
public class InvariantCheckTests
{
    [Property]
    public void Every_log_keeps_the_identities_early_and_late(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach (DateTimeOffset asOf in log.AsOfTimes.Take(1).Append(log.End))
            Assert.Empty(InvariantChecks.Verify(engine.AsOf(asOf)));
        Assert.Empty(InvariantChecks.Verify(engine.Count(new LogCountOptions { Calendar = log.Calendar, ReopenWithin = log.ReopenWithin, Rule = log.Rule })));
    }

    [Property]
    public void A_counter_that_is_off_by_one_is_found(LogCase log)
    {
        StageSnapshot snapshot = Engine.Log(log).Count();
        if (snapshot.Leads == 0)
            return;
        foreach (int place in new[] { CellLayout.InStage(0), CellLayout.LostFrom(0), CellLayout.FarOpen(0), CellLayout.FarLost(0) })
        {
            SnapshotCell[] cells = snapshot.Cells.ToArray();
            long[] counters = [.. cells[0].Counters];
            counters[place]++;
            cells[0] = new SnapshotCell(cells[0].Key, counters, cells[0].Buckets);
            InvariantViolation found = Assert.Single(InvariantChecks.Verify(new StageSnapshot(snapshot.Header, snapshot.Rule, cells)), static v => v.Identity is "Σ InStageNow = Open" or "Σ LostFrom = Lost");
            Assert.Equal(1, Math.Abs(found.Left - found.Right));
            Assert.Contains("does not hold (funnel)", found.ToString(), StringComparison.Ordinal);
        }
    }
}
