namespace SalesFunnel.Metrics.Insights;

/// <summary>Collects the deals that one clause counts differently, by their reasons.</summary>
internal sealed class DifferenceGroups(FunnelDefinition definition, int maxGroups, int maxSamples)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

    public void Add(ReadOnlySpan<char> key, long entity, DealContribution a, DealContribution b)
    {
        Dictionary<string, Group>.AlternateLookup<ReadOnlySpan<char>> lookup = _groups.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(key, out Group? group))
            lookup[key] = group = new Group(definition.Stages.Count, _groups.Count);
        group.Deals++;
        group.Taken += b.Taken - a.Taken;
        for (int stage = 0; stage < group.Counts.Length; stage++)
            group.Counts[stage] += b.Counts[stage] - a.Counts[stage];
        for (int stage = 0; stage < group.Converted.Length; stage++)
            group.Converted[stage] += b.Converted[stage] - a.Converted[stage];
        if (group.Samples.Count < maxSamples)
            group.Samples.Add(entity);
    }

    public List<RuleDifferenceGroup> ToGroups()
    {
        KeyValuePair<string, Group>[] all = [.. _groups.OrderByDescending(static g => g.Value.Deals).ThenBy(static g => g.Value.Number)];
        int shown = all.Length <= maxGroups ? all.Length : maxGroups - 1;
        List<RuleDifferenceGroup> groups = [.. all.Take(shown).Select(g => g.Value.ToGroup(DifferenceKey.Text(g.Key, definition)))];
        if (shown < all.Length)
            groups.Add(Together(all[shown..]));
        return groups;
    }

    private RuleDifferenceGroup Together(KeyValuePair<string, Group>[] rest)
    {
        var sum = new Group(definition.Stages.Count, 0);
        foreach (Group group in rest.Select(static r => r.Value))
        {
            sum.Deals += group.Deals;
            sum.Taken += group.Taken;
            for (int stage = 0; stage < sum.Counts.Length; stage++)
                sum.Counts[stage] += group.Counts[stage];
            for (int stage = 0; stage < sum.Converted.Length; stage++)
                sum.Converted[stage] += group.Converted[stage];
            sum.Samples.AddRange(group.Samples.Take(maxSamples - sum.Samples.Count));
        }

        return sum.ToGroup(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rest.Length} further combinations of reasons"));
    }

    private sealed class Group(int stages, int number)
    {
        public int Number { get; } = number;

        public long Deals { get; set; }

        public long Taken { get; set; }

        public long[] Counts { get; } = new long[stages];

        public long[] Converted { get; } = new long[stages - 1];

        public List<long> Samples { get; } = [];

        public RuleDifferenceGroup ToGroup(string reason) => new(reason, Deals, Taken, Counts, Converted, [.. Samples]);
    }
}
