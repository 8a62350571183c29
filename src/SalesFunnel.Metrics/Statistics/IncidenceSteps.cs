using System.Collections;

namespace SalesFunnel.Metrics.Statistics;

/// <summary>The steps of won and lost, read from the columns of the competing risks.</summary>
internal sealed class IncidenceSteps(CompetingRisks risks) : IReadOnlyList<CumulativeIncidenceStep>
{
    public int Count => risks.Count;

    public CumulativeIncidenceStep this[int index] => Read(risks.Time(index), index);

    /// <summary>The incidences after a step; nothing has happened before the first (−1).</summary>
    public CumulativeIncidenceStep Read(double time, int index)
    {
        CumulativeIncidence won = risks.Of((int)DealOutcome.Won, index);
        CumulativeIncidence lost = risks.Of((int)DealOutcome.Lost, index);
        return new CumulativeIncidenceStep(time, risks.OpenOf(index), won.Estimate, lost.Estimate, won.StandardError, lost.StandardError);
    }

    public IEnumerator<CumulativeIncidenceStep> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
