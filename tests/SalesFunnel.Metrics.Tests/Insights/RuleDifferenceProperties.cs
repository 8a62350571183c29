using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>The parts of a difference between two rules add up to it, for every pair of rules.</summary>
public class RuleDifferenceProperties
{
    [Property]
    public void The_parts_add_up_to_the_difference_of_every_pair(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        FunnelRule[] rules = Rules(log);
        for (int pair = log.Events.Count % 11; pair < rules.Length * rules.Length; pair += 11)
        {
            FunnelRule a = rules[pair / rules.Length];
            FunnelRule b = rules[pair % rules.Length];
            RuleDifference difference = engine.ExplainDifference(a, b);
            Assert.Equal(difference.B.Taken - difference.A.Taken, difference.Steps.Sum(static s => s.TakenEffect));
            for (int stage = 0; stage <= log.Definition.WonIndex; stage++)
                Assert.Equal(difference.Count(stage), difference.Steps.Sum(s => s.CountEffect(stage)));
            for (int stage = 0; stage < log.Definition.WonIndex; stage++)
            {
                Assert.Equal(
                    (long)((difference.B.Rate(stage, stage + 1).Numerator ?? 0) - (difference.A.Rate(stage, stage + 1).Numerator ?? 0)),
                    difference.Steps.Sum(s => s.ConvertedEffect(stage)));
            }
        }
    }

    [Property]
    public void Every_deal_whose_counts_differ_is_in_one_group_and_no_other_deal_is(LogCase log)
    {
        DealLog engine = Engine.Log(log);
        FunnelRule[] rules = Rules(log);
        for (int pair = log.Events.Count % 11; pair < rules.Length * rules.Length; pair += 11)
        {
            RuleDifference difference = engine.ExplainDifference(rules[pair / rules.Length], rules[pair % rules.Length], maxGroups: 1000, maxSamples: 1000);
            foreach (RuleDifferenceStep step in difference.Steps)
            {
                long[] expected = [.. Differing(engine, step.From, step.To).Order()];
                Assert.Equal(expected, step.Groups.SelectMany(static g => g.Samples).Order());
                Assert.Equal(expected.Length, step.Deals);
            }
        }
    }

    // Deals that are listed at a stage by one rule and not, or less often, by the other; or taken, or part of a rate's numerator, by one only.
    private static HashSet<long> Differing(DealLog log, FunnelRule a, FunnelRule b)
    {
        var differing = new HashSet<long>();
        var one = new DealContribution(log.Definition, a);
        var other = new DealContribution(log.Definition, b);
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            one.Read(walk.Story);
            other.Read(walk.Story);
            if (!one.Counts.SequenceEqual(other.Counts) || !one.Converted.SequenceEqual(other.Converted) || one.Taken != other.Taken)
                differing.Add(walk.Story.Entity);
        }

        return differing;
    }

    internal static FunnelRule[] Rules(LogCase log)
    {
        DateTimeOffset middle = log.AsOfTimes[0];
        return
        [
            .. FunnelRules.All,
            FunnelRules.Reached with { Name = "Attempts", Unit = CountingUnit.Attempt },
            FunnelRules.AdjacentMoves with { Name = "Customers", Unit = CountingUnit.Customer },
            FunnelRules.OpenFunnel with { Name = "Customers until", Unit = CountingUnit.Customer, To = middle },
            FunnelRules.Reached with { Name = "Closed since", Anchor = PeriodAnchor.Closed, From = middle, Population = DealPopulation.NotLostNow },
            FunnelRules.Touched with { Name = "Entered until", Anchor = PeriodAnchor.EnteredStage, To = middle, Unit = CountingUnit.Customer },
        ];
    }
}
