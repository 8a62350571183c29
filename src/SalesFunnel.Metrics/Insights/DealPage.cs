namespace SalesFunnel.Metrics.Insights;

/// <summary>A part of the deals behind a figure.</summary>
public sealed class DealPage
{
    internal DealPage(DealSelection selection, long count, long deals, long skipped, IReadOnlyList<DealItem> items)
    {
        Selection = selection;
        Count = count;
        Deals = deals;
        Skipped = skipped;
        Items = items;
    }

    /// <summary>Gets which deals were asked for.</summary>
    public DealSelection Selection { get; }

    /// <summary>Gets the figure: what the deals count together, over all pages. The number of deals, except under visit rows and attempts.</summary>
    public long Count { get; }

    /// <summary>Gets the number of deals behind the figure, over all pages.</summary>
    public long Deals { get; }

    /// <summary>Gets the number of deals before this part.</summary>
    public long Skipped { get; }

    /// <summary>Gets the deals of this part, in the order of the log: that of each deal's first row in the input.</summary>
    public IReadOnlyList<DealItem> Items { get; }

    /// <summary>Gets a value indicating whether more deals follow.</summary>
    public bool HasMore => Skipped + Items.Count < Deals;
}
