namespace SalesFunnel.Metrics;

/// <summary>What one sample of the time in a stage is, when deals come back to stages.</summary>
public enum StageTimeBasis
{
    /// <summary>Every visit by itself: a deal that comes back counts again.</summary>
    PerVisit = 0,

    /// <summary>Every deal once, with its visits of the stage summed. Ends as its last visit did; while that is open, the sum is right-censored.</summary>
    PerDeal = 1,

    /// <summary>Every deal once, with its first visit of the stage.</summary>
    FirstVisit = 2,

    /// <summary>Every deal once, with its latest visit of the stage.</summary>
    LatestVisit = 3,

    /// <summary>Every deal once, from its first entry of the stage to its next entry of any later stage, or its win: time spent back in earlier stages, and lost until re-opened, is in.</summary>
    /// <remarks>Later stages entered before that first entry do not count. Deals that are lost without getting further end with the loss, open ones are right-censored. A stage that was skipped
    /// gives no sample.</remarks>
    ToLaterStage = 4,
}
