using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Insights;

/// <summary>Counts a log under one rule.</summary>
internal sealed class RuleCounter
{
    private readonly FunnelDefinition _definition;
    private readonly FunnelRule _rule;
    private readonly StageReader _reader;
    private readonly long[] _counts;
    private readonly long[] _both;
    private readonly Dictionary<long, Customer> _customers = [];
    private long _taken;
    private long _lost;

    private RuleCounter(FunnelDefinition definition, FunnelRule rule)
    {
        _definition = definition;
        _rule = rule;
        _reader = new StageReader(definition, rule);
        _counts = new long[definition.Stages.Count];
        _both = new long[definition.Stages.Count * definition.Stages.Count];
    }

    /// <summary>Counts under several rules in one walk.</summary>
    public static RuleCounts[] Count(DealLog log, IReadOnlyList<FunnelRule> rules)
    {
        var counters = new RuleCounter[rules.Count];
        for (int i = 0; i < counters.Length; i++)
            counters[i] = new RuleCounter(log.Definition, rules[i]);
        var walk = new DealWalk(log, new LogCountOptions());
        while (walk.MoveNext())
        {
            foreach (RuleCounter counter in counters)
                counter.Add(walk.Story);
        }

        return Array.ConvertAll(counters, counter => counter.ToCounts(log.AsOfTime));
    }

    private RuleCounts ToCounts(DateTimeOffset asOf)
    {
        foreach (Customer customer in _customers.Values)
            AddUnit(customer.Stages, customer.Onward, customer.IsLost);
        return new RuleCounts(_definition, _rule, asOf, _taken, _lost, _counts, _both);
    }

    private void Add(DealStory story)
    {
        ReadOnlySpan<DealMove> moves = CollectionsMarshal.AsSpan(story.Moves);
        if (_rule.Unit == CountingUnit.Attempt)
        {
            foreach (Range attempt in StageReader.Attempts(moves, _definition.WonIndex))
                Add(moves[attempt], StageReader.FirstDated(moves[attempt]));
        }
        else if (_rule.Unit == CountingUnit.Customer && story.Customer is { } id)
        {
            if (_reader.Read(moves, story.FirstAt))
                AddToCustomer(id, moves[^1].Target == DealMove.Lost);
        }
        else
        {
            Add(moves, story.FirstAt);
        }
    }

    private void Add(ReadOnlySpan<DealMove> moves, long firstAt)
    {
        if (!_reader.Read(moves, firstAt))
            return;
        AddUnit(_reader.Stages(), _reader.OnwardBits(), moves[^1].Target == DealMove.Lost);
        for (int stage = 0; stage < _counts.Length && _rule.Counting == StageCounting.VisitRows; stage++)
            _counts[stage] += Math.Max(_reader.Visits[stage] - 1, 0); // the first is counted
    }

    private void AddUnit(ulong stages, ulong onward, bool isLost)
    {
        _taken++;
        _lost += isLost ? 1 : 0;
        bool isAdjacent = _rule.Counting == StageCounting.AdjacentMoves;
        for (int from = 0; from < _counts.Length; from++)
        {
            if ((stages >> from & 1) == 0)
                continue;
            _counts[from]++;
            for (int to = from + 1; to < _counts.Length; to++)
                _both[(from * _counts.Length) + to] += isAdjacent ? 0 : (long)(stages >> to & 1);
            if (isAdjacent && from + 1 < _counts.Length && (onward >> from & 1) != 0)
                _both[(from * _counts.Length) + from + 1]++;
        }
    }

    private void AddToCustomer(long id, bool isLost)
    {
        ref Customer customer = ref CollectionsMarshal.GetValueRefOrAddDefault(_customers, id, out bool isKnown);
        customer.Stages |= _reader.Stages();
        customer.Onward |= _reader.OnwardBits();
        customer.IsLost = (!isKnown || customer.IsLost) && isLost; // lost when all his deals are
    }

    private struct Customer
    {
        public ulong Stages;
        public ulong Onward;
        public bool IsLost;
    }
}
