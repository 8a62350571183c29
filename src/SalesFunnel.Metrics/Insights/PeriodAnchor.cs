namespace SalesFunnel.Metrics.Insights;

/// <summary>Which date of a deal decides whether it falls into the period of a rule.</summary>
public enum PeriodAnchor
{
    /// <summary>The first dated entry: a cohort, followed to the as-of time.</summary>
    Created = 0,

    /// <summary>At each stage, the time at which the deal first counted there: what happened in the period. Numerator and denominator are then different deals.</summary>
    EnteredStage = 1,

    /// <summary>The last outcome; open deals are left out.</summary>
    Closed = 2,
}
