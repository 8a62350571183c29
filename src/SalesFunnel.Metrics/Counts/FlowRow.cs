namespace SalesFunnel.Metrics;

/// <summary>What happened in one period: events, each counted in the period of its time.</summary>
public sealed class FlowRow
{
    private readonly long[] _entries;

    internal FlowRow(CohortPeriod period, long[] entries)
    {
        Period = period;
        _entries = entries;
    }

    /// <summary>Gets the period.</summary>
    public CohortPeriod Period { get; }

    /// <summary>Gets the number of deals created.</summary>
    public long Leads { get; internal set; }

    /// <summary>Gets the number of wins, later re-opened ones included.</summary>
    public long Won { get; internal set; }

    /// <summary>Gets the number of losses, later re-opened ones included.</summary>
    public long Lost { get; internal set; }

    /// <summary>Gets the number of re-openings and replaced outcomes.</summary>
    public long Reopenings { get; internal set; }

    /// <summary>Gets the number of moves back to an earlier stage.</summary>
    public long RegressMoves { get; internal set; }

    /// <summary>Gets the number of wins that had an amount.</summary>
    public long PricedWins { get; internal set; }

    /// <summary>Gets the sum of the amounts of the wins, each as at that win.</summary>
    public decimal WonAmount => AmountE4.ToDecimal(WonAmountE4);

    internal Int128 WonAmountE4 { get; set; }

    /// <summary>Gets the number of entries into a stage; for the last stage, wins.</summary>
    /// <param name="stage">0-based index.</param>
    public long Entries(int stage) => (uint)stage < (uint)_entries.Length
        ? _entries[stage]
        : throw new ArgumentOutOfRangeException(nameof(stage), stage, $"The funnel has the stages 0 to {_entries.Length - 1}.");

    internal void AddEntry(int stage) => _entries[stage]++;

    internal void Add(FlowRow other)
    {
        for (int i = 0; i < _entries.Length; i++)
            _entries[i] += other._entries[i];
        Leads += other.Leads;
        Won += other.Won;
        Lost += other.Lost;
        Reopenings += other.Reopenings;
        RegressMoves += other.RegressMoves;
        PricedWins += other.PricedWins;
        WonAmountE4 += other.WonAmountE4;
    }
}
