namespace SalesFunnel.Metrics.Insights;

/// <summary>The reasons of one deal as a key: one character each, without doubles, in the order found.</summary>
internal sealed class DifferenceKey
{
    private readonly char[] _reasons = new char[(2 * FunnelDefinition.MaxStages) + 1];
    private int _length;

    public ReadOnlySpan<char> Reasons => _reasons.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(DifferenceReason reason, int stage = 0)
    {
        char code = (char)(((int)reason * FunnelDefinition.MaxStages) + stage);
        if (!Reasons.Contains(code))
            _reasons[_length++] = code;
    }

    /// <summary>The reasons in words: stages of one reason together.</summary>
    public static string Text(string key, FunnelDefinition definition)
    {
        var parts = new List<string>();
        foreach (IGrouping<DifferenceReason, int> group in key.GroupBy(static c => (DifferenceReason)(c / FunnelDefinition.MaxStages), static c => c % FunnelDefinition.MaxStages))
        {
            if (group.Key is DifferenceReason.NotStraight or DifferenceReason.WithoutEarlier)
                parts.Add(Words(group.Key, List(group.Select(s => group.Key == DifferenceReason.NotStraight
                    ? $"{definition.Stages[s].Label} to {definition.Stages[s + 1].Label}" : $"{definition.Stages[s + 1].Label} without {definition.Stages[s].Label}"))));
            else
                parts.Add(Words(group.Key, List(group.Select(s => definition.Stages[s].Label))));
        }

        return string.Join("; ", parts);
    }

    private static string List(IEnumerable<string> labels)
    {
        string[] all = [.. labels];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Words(DifferenceReason reason, string stages) => reason switch
    {
        DifferenceReason.EnteredAt => $"entered at {stages}",
        DifferenceReason.Skipped => $"skipped {stages}",
        DifferenceReason.OutOfOrder => $"entered {stages} out of order",
        DifferenceReason.CameBack => $"came back to {stages}",
        DifferenceReason.StandsIn => $"stands in {stages} now",
        DifferenceReason.NotStraight => $"never moved straight from {stages}",
        DifferenceReason.WithoutEarlier => $"is at {stages}",
        DifferenceReason.OtherTime => $"counts at {stages} from another time",
        DifferenceReason.OutcomeOnly => "has an outcome but entered no open stage",
        DifferenceReason.WonMoreThanOnce => "was re-opened after a win and won again",
        DifferenceReason.WonBefore => "was won once but is not won now",
        DifferenceReason.IsLost => "is lost now",
        DifferenceReason.IsWon => "is won now",
        DifferenceReason.IsOpen => "is still open",
        DifferenceReason.CreatedOutside => "was created outside the period",
        DifferenceReason.ClosedOutside => "was closed outside the period",
        DifferenceReason.NotClosed => "is not closed, so in no period of closing",
        DifferenceReason.EnteredOutside => "entered the stage outside the period",
        DifferenceReason.PeriodsDiffer => "falls into the two periods at different stages",
        DifferenceReason.Reopened => "was re-opened: another attempt",
        DifferenceReason.SameCustomer => "has a customer who counts by another deal",
        _ => "counts from another date as a unit of its own",
    };
}
