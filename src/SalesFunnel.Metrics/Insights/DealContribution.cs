using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Insights;

/// <summary>What one deal after the other adds to the figures of a rule; over all deals the sums are the figures. Of a customer's deals the first that counts at a stage adds it.</summary>
internal sealed class DealContribution
{
    private readonly FunnelRule _rule;
    private readonly StageReader _reader;
    private readonly int _won;
    private readonly Dictionary<long, (ulong Stages, ulong Onward)> _customers = [];

    public DealContribution(FunnelDefinition definition, FunnelRule rule)
    {
        _rule = rule;
        _reader = new StageReader(definition, rule);
        _won = definition.WonIndex;
        Counts = new long[definition.Stages.Count];
        Converted = new long[definition.Stages.Count - 1];
    }

    /// <summary>Gets what it adds to the count of each stage.</summary>
    public long[] Counts { get; }

    /// <summary>Gets what it adds to the numerator of the rate from each stage to the next.</summary>
    public long[] Converted { get; }

    /// <summary>Gets the number of units taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Gets the stages at which a customer's deal counts by itself, and whether it is taken: what it adds may be less because of another deal of his.</summary>
    public (bool IsTaken, ulong Stages, ulong Onward) Own { get; private set; }

    public bool Differs(DealContribution other) =>
        Taken != other.Taken || !Counts.AsSpan().SequenceEqual(other.Counts) || !Converted.AsSpan().SequenceEqual(other.Converted);

    public void Read(DealStory story)
    {
        Taken = 0;
        Own = default;
        Counts.AsSpan().Clear();
        Converted.AsSpan().Clear();
        ReadOnlySpan<DealMove> moves = CollectionsMarshal.AsSpan(story.Moves);
        if (_rule.Unit == CountingUnit.Attempt)
            ReadAttempts(moves);
        else if (_reader.Read(moves, story.FirstAt))
            Add(story);
        for (int stage = 0; stage < Converted.Length && !_rule.IsNested && _rule.Counting != StageCounting.CurrentState; stage++)
            Converted[stage] = Counts[stage + 1];
    }

    private void ReadAttempts(ReadOnlySpan<DealMove> moves)
    {
        int start = 0;
        for (int i = 0; i < moves.Length; i++)
        {
            if (!StageReader.EndsAttempt(moves, i, _won))
                continue;
            ReadOnlySpan<DealMove> attempt = moves[start..(i + 1)];
            start = i + 1;
            if (!_reader.Read(attempt, StageReader.FirstDated(attempt)))
                continue;
            Taken++;
            AddBits(_reader.Stages(), ConvertedBits(_reader.Stages(), _reader.OnwardBits()));
        }
    }

    private void Add(DealStory story)
    {
        ulong stages = _reader.Stages();
        ulong onward = _reader.OnwardBits();
        Own = (true, stages, onward);
        if (_rule.Unit == CountingUnit.Customer && story.Customer is { } id)
        {
            ref (ulong Stages, ulong Onward) customer = ref CollectionsMarshal.GetValueRefOrAddDefault(_customers, id, out bool isKnown);
            (ulong stagesBefore, ulong onwardBefore) = customer;
            customer = (stagesBefore | stages, onwardBefore | onward);
            Taken = isKnown ? 0 : 1;
            AddBits(customer.Stages & ~stagesBefore, ConvertedBits(customer.Stages, customer.Onward) & ~ConvertedBits(stagesBefore, onwardBefore));
            return;
        }

        Taken = 1;
        if (_rule.Counting == StageCounting.VisitRows)
            _reader.Visits.CopyTo(Counts, 0);
        else
            AddBits(stages, ConvertedBits(stages, onward));
    }

    private ulong ConvertedBits(ulong stages, ulong onward) =>
        !_rule.IsNested ? 0 : _rule.Counting == StageCounting.AdjacentMoves ? stages & onward : stages & (stages >> 1);

    private void AddBits(ulong stages, ulong converted)
    {
        for (int stage = 0; stage < Counts.Length; stage++)
            Counts[stage] += (long)(stages >> stage & 1);
        for (int stage = 0; stage < Converted.Length; stage++)
            Converted[stage] += (long)(converted >> stage & 1);
    }
}
