using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Goes from one rule to another, clause by clause, and finds the deals that each clause counts differently.</summary>
internal static class RuleExplainer
{
    private static readonly RuleClause[] Usual = [RuleClause.Population, RuleClause.Period, RuleClause.Unit, RuleClause.Counting];
    private static readonly RuleClause[] CountingFirst = [RuleClause.Counting, RuleClause.Population, RuleClause.Period, RuleClause.Unit];

    public static RuleDifference Explain(DealLog log, FunnelRule a, FunnelRule b, int maxGroups, int maxSamples)
    {
        FunnelDefinition definition = log.Definition;
        List<(RuleClause Clause, FunnelRule Rule)> way = WayFrom(a, b);
        DealContribution[] contributions = [new DealContribution(definition, a), .. way.Select(step => new DealContribution(definition, step.Rule))];
        StoryReasons[] reasons = [.. way.Select((step, i) => new StoryReasons(definition, step.Clause, i == 0 ? a : way[i - 1].Rule, step.Rule))];
        DifferenceGroups[] groups = [.. way.Select(_ => new DifferenceGroups(definition, maxGroups, maxSamples))];
        var key = new DifferenceKey();
        var walk = new DealWalk(log, new LogCountOptions());
        while (way.Count > 0 && walk.MoveNext())
        {
            contributions[0].Read(walk.Story);
            for (int i = 0; i < groups.Length; i++)
            {
                contributions[i + 1].Read(walk.Story);
                if (!contributions[i].Differs(contributions[i + 1]))
                    continue;
                reasons[i].Find(CollectionsMarshal.AsSpan(walk.Story.Moves), contributions[i], contributions[i + 1], key);
                groups[i].Add(key.Reasons, walk.Story.Entity, contributions[i], contributions[i + 1]);
            }
        }

        IReadOnlyList<RuleCounts> counts = log.CountBy([a, b]);
        return new RuleDifference(
            counts[0],
            counts[1],
            [.. way.Select((step, i) => new RuleDifferenceStep(step.Clause, i == 0 ? a : way[i - 1].Rule, step.Rule, groups[i].ToGroups()))]);
    }

    // Where deals stand now has no times of entry, and entries have no customers: such a rule must come last, or be left first.
    private static List<(RuleClause Clause, FunnelRule Rule)> WayFrom(FunnelRule a, FunnelRule b)
    {
        a.Validate();
        b.Validate();
        List<(RuleClause Clause, FunnelRule Rule)> usual = Way(a, b, Usual);
        return usual.TrueForAll(static step => step.Rule.IsCountable) ? usual : Way(a, b, CountingFirst);
    }

    private static List<(RuleClause Clause, FunnelRule Rule)> Way(FunnelRule a, FunnelRule b, RuleClause[] order)
    {
        var way = new List<(RuleClause Clause, FunnelRule Rule)>();
        FunnelRule now = a;
        foreach (RuleClause clause in order)
        {
            FunnelRule next = clause switch
            {
                RuleClause.Population => now with { Population = b.Population },
                RuleClause.Period => now with { Anchor = b.Anchor, From = b.From, To = b.To },
                RuleClause.Unit => now with { Unit = b.Unit },
                _ => now with { Counting = b.Counting },
            };
            if (next != now)
                way.Add((clause, now = next));
        }

        for (int i = 0; i < way.Count; i++)
            way[i] = (way[i].Clause, way[i].Rule with { Name = i + 1 == way.Count ? b.Name : $"{a.Name}, changed by {i + 1} of {way.Count} clauses", Source = i + 1 == way.Count ? b.Source : null });
        return way;
    }
}
