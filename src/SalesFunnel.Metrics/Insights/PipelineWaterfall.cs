namespace SalesFunnel.Metrics.Insights;

/// <summary>How the open pipeline moved between two times: Start + New + MovedIn + Reopened + Increased − Decreased − MovedOut − Won − Lost − Removed = End, in deals and in money, exact.</summary>
/// <remarks>Every movement of every deal in (from, to] is one flow, so a deal can be in several: new and won in the period is in both, lost and re-opened in both. Amounts that change while a deal is in the pipeline
/// are increases or decreases, also in the event that closes it; Won then holds the amount at the win. The view is as of its end: events after it change nothing.</remarks>
public sealed class PipelineWaterfall
{
    internal PipelineWaterfall(DateTimeOffset from, DateTimeOffset to, (DateTimeOffset From, DateTimeOffset To)? due)
    {
        From = from;
        To = to;
        Due = due;
    }

    /// <summary>Gets the start; events at exactly this time are before.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Gets the end; events at exactly this time are in.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Gets the period of expected close dates that deals must lie in, from inclusive to exclusive; <c>null</c> = all open deals.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Due { get; }

    /// <summary>Gets the pipeline at the start.</summary>
    public PipelineFlow Start { get; internal set; }

    /// <summary>Gets deals created.</summary>
    public PipelineFlow New { get; internal set; }

    /// <summary>Gets open deals whose expected close date moved into the period; 0 without one.</summary>
    public PipelineFlow MovedIn { get; internal set; }

    /// <summary>Gets deals re-opened, or whose outcome was replaced.</summary>
    public PipelineFlow Reopened { get; internal set; }

    /// <summary>Gets amounts raised, and first set.</summary>
    public PipelineFlow Increased { get; internal set; }

    /// <summary>Gets amounts lowered.</summary>
    public PipelineFlow Decreased { get; internal set; }

    /// <summary>Gets open deals whose expected close date moved out of the period; 0 without one.</summary>
    public PipelineFlow MovedOut { get; internal set; }

    /// <summary>Gets deals won.</summary>
    public PipelineFlow Won { get; internal set; }

    /// <summary>Gets deals lost.</summary>
    public PipelineFlow Lost { get; internal set; }

    /// <summary>Gets open deals deleted or merged into others.</summary>
    public PipelineFlow Removed { get; internal set; }

    /// <summary>Gets the pipeline at the end.</summary>
    public PipelineFlow End { get; internal set; }

    /// <summary>Gets the number of deals of <see cref="End"/> that have no amount.</summary>
    public long UnpricedAtEnd { get; internal set; }

    /// <summary>Gets start plus and minus all movements, less the end: 0 and 0.</summary>
    public PipelineFlow Difference => new(
        Start.Deals + New.Deals + MovedIn.Deals + Reopened.Deals - MovedOut.Deals - Won.Deals - Lost.Deals - Removed.Deals - End.Deals,
        Start.Amount + New.Amount + MovedIn.Amount + Reopened.Amount + Increased.Amount - Decreased.Amount - MovedOut.Amount - Won.Amount - Lost.Amount - Removed.Amount - End.Amount);
}
