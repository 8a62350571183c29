namespace SalesFunnel.Metrics.Insights;

/// <summary>How many deals (attempts, customers, entries) count at each stage under one rule, and the rates between them.</summary>
public sealed class RuleCounts
{
    private readonly long[] _counts;
    private readonly long[] _both; // counted at both stages; from × stages + to

    internal RuleCounts(FunnelDefinition definition, FunnelRule rule, DateTimeOffset asOf, long taken, long lost, long[] counts, long[] both)
    {
        Definition = definition;
        Rule = rule;
        AsOf = asOf;
        Taken = taken;
        Lost = lost;
        _counts = counts;
        _both = both;
    }

    /// <summary>Gets the funnel.</summary>
    public FunnelDefinition Definition { get; }

    /// <summary>Gets the rule.</summary>
    public FunnelRule Rule { get; }

    /// <summary>Gets the time that the counts describe.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>Gets the number of units that the rule takes at all.</summary>
    public long Taken { get; }

    /// <summary>Gets the number of them whose last outcome is lost.</summary>
    public long Lost { get; }

    /// <summary>Gets the count at every stage, in order.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Gets a value indicating whether the deals at a later stage are among those at the earlier one, so that rates are proportions with an interval.</summary>
    public bool IsNested => Rule.IsNested;

    /// <summary>The rate between two stages under the rule; unit <c>fraction</c> with its 95 % Wilson interval when nested, else <c>ratio</c> without.</summary>
    /// <remarks>OpenFunnel: deals counted at both ÷ deals at the earlier one. AdjacentMoves: deals that moved straight on ÷ deals that entered; only to the next stage.</remarks>
    /// <returns>The rate; undefined where the rule has none.</returns>
    /// <param name="from">0-based index of the earlier stage.</param>
    /// <param name="to">0-based index of the later stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">A stage does not exist, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
    public MetricValue Rate(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(to, _counts.Length);
        if (Rule.Counting == StageCounting.CurrentState)
            return Undefined("where deals stand now says nothing of the way there");
        if (Rule.Counting == StageCounting.AdjacentMoves && to != from + 1)
            return Undefined("straight moves lead to the next stage only");
        return IsNested
            ? new ConversionRate(_both[(from * _counts.Length) + to], _counts[from], isNested: true, Rule.MethodId).ToMetricValue()
            : new CountRatio(_counts[to], _counts[from]).ToMetricValue(Rule.MethodId);
    }

    /// <summary>Won ÷ the first stage; for Reached, the first stage is all deals.</summary>
    /// <returns>The rate; undefined under OpenFunnel (deals enter anywhere), AdjacentMoves and CurrentState.</returns>
    public MetricValue Overall() => Rule.Counting switch
    {
        StageCounting.OpenFunnel => Undefined("deals enter an open funnel at any stage, so no one stage is the whole"),
        StageCounting.AdjacentMoves when Definition.WonIndex > 1 => Undefined("straight moves lead to the next stage only"),
        _ => Rate(0, Definition.WonIndex),
    };

    private MetricValue Undefined(string reason) => new() { Unit = "fraction", Status = MetricStatus.Undefined, Reason = reason, Method = Rule.MethodId };
}
