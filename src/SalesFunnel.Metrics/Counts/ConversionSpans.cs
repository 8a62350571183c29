using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics;

/// <summary>Days from one stage to a later one, or until the deal was lost or last seen, and what is estimated from them.</summary>
internal sealed class ConversionSpans
{
    private readonly double[] _days;
    private readonly DealOutcome[] _outcomes;

    public ConversionSpans(double[] days, double[] ages, DealOutcome[] outcomes, long undated, double? cycleP90Days)
    {
        (_days, _outcomes) = (days, outcomes);
        Undated = undated;
        CycleP90Days = cycleP90Days;
        for (int i = 0; i < days.Length; i++)
        {
            Converted += outcomes[i] == DealOutcome.Won ? 1 : 0;
            Lost += outcomes[i] == DealOutcome.Lost ? 1 : 0;
            OldEnough += ages[i] >= cycleP90Days ? 1 : 0;
            Longest = Math.Max(Longest, days[i]);
        }

        Incidence = AalenJohansen.Fit(days, outcomes);
    }

    public long Entered => _days.Length;

    public long Converted { get; }

    public long Lost { get; }

    public long Undated { get; }

    /// <summary>Gets how many deals are at least as old as nine of ten of all deals need.</summary>
    public long OldEnough { get; }

    public double Longest { get; }

    public double? CycleP90Days { get; }

    public AalenJohansen Incidence { get; }

    /// <summary>How many deals were decided at any time, or watched for so long.</summary>
    public long KnownBy(double days)
    {
        long known = 0;
        for (int i = 0; i < _days.Length; i++)
            known += _days[i] >= days || _outcomes[i] != DealOutcome.Open ? 1 : 0;
        return known;
    }
}
