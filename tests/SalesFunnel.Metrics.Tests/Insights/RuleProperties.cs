using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Rules against the snapshot, and against the oracle's histories.</summary>
public class RuleProperties
{
    [Property]
    public void The_three_rules_of_snapshots_count_the_same_here(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        foreach (DateTimeOffset asOf in log.AsOfTimes.Append(log.End))
        {
            StageSnapshot snapshot = engine.AsOf(asOf).Count();
            int[] stages = [.. Enumerable.Range(0, log.Definition.Stages.Count)];
            Assert.Equal(stages.Select(snapshot.Reached), Unlimited(engine.AsOf(asOf), FunnelRules.Reached).Counts);
            Assert.Equal(stages.Select(snapshot.Touched), Unlimited(engine.AsOf(asOf), FunnelRules.Touched).Counts);
            Assert.Equal(stages.Select(snapshot.Strict), Unlimited(engine.AsOf(asOf), FunnelRules.Strict).Counts);
            Assert.Equal(snapshot.Leads, Unlimited(engine.AsOf(asOf), FunnelRules.Reached).Taken);
            Assert.Equal(stages.Select(snapshot.Visits), Unlimited(engine.AsOf(asOf), FunnelRules.VisitRows).Counts);
            RuleCounts now = Unlimited(engine.AsOf(asOf), FunnelRules.CurrentState);
            Assert.Equal(stages.SkipLast(1).Select(snapshot.InStageNow).Append(snapshot.Won), now.Counts);
            Assert.Equal(snapshot.Lost, now.Lost);
        }
    }

    [Property]
    public void Rules_follow_their_words_on_the_histories(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        OracleResult oracle = StageHistoryOracle.Count(log.Definition, log.Events, log.End, new OracleOptions { AsLog = true });
        OracleDeal[] deals = [.. oracle.Deals.Where(static d => d.IsCreated && !d.IsGone)];
        int won = log.Definition.WonIndex;
        RuleCounts open = Unlimited(engine.AsOf(log.End), FunnelRules.OpenFunnel);
        RuleCounts adjacent = Unlimited(engine.AsOf(log.End), FunnelRules.AdjacentMoves);
        RuleCounts survivors = Unlimited(engine.AsOf(log.End), FunnelRules.NotLostNow);
        RuleCounts bitrix = Unlimited(engine.AsOf(log.End), FunnelRules.LikeBitrix24WithConversion);
        for (int stage = 0; stage <= won; stage++)
        {
            int at = stage;
            Assert.Equal(deals.Count(d => OpenFunnel(d, at, won)), open.Counts[at]);
            Assert.Equal(deals.Count(d => d.Moves.Any(m => m.Target == at)), adjacent.Counts[at]);
            Assert.Equal(deals.Where(static d => !d.IsLost).Sum(d => d.Moves.Count(m => m.Target == at)), survivors.Counts[at]);
            Assert.Equal(deals.Count(d => d.IsLost ? at < won && d.Moves.Any(m => m.Target == at) : at == won ? d.IsWon : d.IsWon || d.Furthest >= at), bitrix.Counts[at]);
            if (at == won)
                continue;
            Assert.Equal(deals.Count(d => OpenFunnel(d, at, won) && OpenFunnel(d, at + 1, won)), (int?)open.Rate(at, at + 1).Numerator ?? 0);
            Assert.Equal(deals.Count(d => d.Moves.Zip(d.Moves.Skip(1)).Any(p => p.First.Target == at && p.Second.Target == at + 1)), (int?)adjacent.Rate(at, at + 1).Numerator ?? 0);
        }
    }

    [Property]
    public void Several_rules_in_one_pass_are_each_by_itself(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        IReadOnlyList<RuleCounts> together = engine.CountBy(FunnelRules.All);
        for (int i = 0; i < FunnelRules.All.Count; i++)
            Assert.Equal(engine.CountBy(FunnelRules.All[i]).Counts, together[i].Counts);
    }

    private static RuleCounts Unlimited(DealLog log, FunnelRule rule) => log.CountBy(rule);

    // Entered itself, or between the stage it came in by and the furthest; won counts from the entry on.
    private static bool OpenFunnel(OracleDeal deal, int stage, int won)
    {
        if (stage == won)
            return deal.IsWon;
        if (deal.Moves.Any(m => m.Target == stage))
            return true;
        OracleStep? entry = deal.Moves.FirstOrDefault(m => m.Target >= 0 && m.Target < won);
        return entry is not null && entry.Target <= stage && (deal.IsWon || deal.Furthest >= stage);
    }
}
