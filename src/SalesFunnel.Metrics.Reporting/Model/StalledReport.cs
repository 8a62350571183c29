using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The deals that are stuck, as a page.</summary>
public sealed class StalledReport : InsightPage
{
    private StalledReport(PageSource source, StalledDeals stalled, double share, int take)
        : base(source)
    {
        Share = share;
        Stalled = stalled;
        Take = take;
    }

    /// <summary>Gets the stalled deals and the limits.</summary>
    public StalledDeals Stalled { get; }

    /// <summary>Gets the share of visits that end within the limits.</summary>
    public double Share { get; }

    /// <summary>Gets the number of deals that are listed at most.</summary>
    public int Take { get; }

    /// <summary>Computes the page.</summary>
    /// <param name="source">The log and how to name things.</param>
    /// <param name="options">When a deal counts as stalled.</param>
    /// <param name="take">List at most so many deals.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is negative.</exception>
    public static StalledReport Of(PageSource source, StalledOptions? options = null, int take = 50)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        options ??= new StalledOptions();
        return new StalledReport(source, source.Log.Stalled(options), options.Share, take);
    }

    internal string Segment(StalledDeal deal, int dimension) =>
        ReportParts.Label(Source.Log, dimension, deal.Segments[dimension], new FunnelReportOptions { DimensionValues = Source.DimensionValues }) ?? "(none)";

    private protected override IEnumerable<Block> Content() => StalledPage.Of(this);

    private protected override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("share", Share);
        json.WriteNumber("open", Stalled.Open);
        json.WriteNumber("stalled", Stalled.Deals.Count);
        PageJson.WriteDecimal(json, "amount", Stalled.Amount);
        json.WriteNumber("parked", Stalled.Parked);
        json.WriteNumber("untimed", Stalled.Untimed);
        json.WriteNumber("withoutLimit", Stalled.WithoutLimit);
        json.WriteStartArray("limits");
        foreach (StageLimit limit in Stalled.Limits)
        {
            json.WriteStartObject();
            json.WriteString("stage", limit.Stage.Label);
            PageJson.WriteFigure(json, "seconds", limit.Limit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("deals");
        foreach (StalledDeal deal in Stalled.Deals.Take(Take))
        {
            json.WriteStartObject();
            json.WriteString("id", Source.DealId(deal.Entity));
            json.WriteString("stage", Source.Log.Definition.Stages[deal.Stage].Label);
            PageJson.WriteDecimal(json, "secondsInStage", (decimal)deal.InStage.Ticks / TimeSpan.TicksPerSecond, 6);
            PageJson.WriteDecimal(json, "limitSeconds", (decimal)deal.Limit.Ticks / TimeSpan.TicksPerSecond, 6);
            PageJson.WriteDecimal(json, "amount", deal.Amount);
            json.WriteStartObject("segments");
            for (int i = 0; i < deal.Segments.Count; i++)
                json.WriteString(Source.Log.Definition.Dimensions[i], Segment(deal, i));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("ages");
        foreach (AgeBand band in Stalled.Ages)
        {
            json.WriteStartObject();
            json.WriteNumber("fromDays", band.FromDays);
            if (band.ToDays is { } to)
                json.WriteNumber("toDays", to);
            else
                json.WriteNull("toDays");
            json.WriteNumber("deals", band.Deals);
            PageJson.WriteDecimal(json, "amount", band.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
