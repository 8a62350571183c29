using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>How the open pipeline moved between two times, as a page.</summary>
public sealed class WaterfallReport : InsightPage
{
    private WaterfallReport(PageSource source, PipelineWaterfall waterfall)
        : base(source) => Waterfall = waterfall;

    /// <summary>Gets the movement.</summary>
    public PipelineWaterfall Waterfall { get; }

    /// <summary>Computes the page.</summary>
    /// <param name="source">The log and how to name things.</param>
    /// <param name="from">Start; events at exactly this time are before.</param>
    /// <param name="to">End; events at exactly this time are in.</param>
    /// <param name="due">Only deals expected to close in this period; <c>null</c> = all open deals.</param>
    /// <exception cref="ArgumentException">A period is empty.</exception>
    public static WaterfallReport Of(PageSource source, DateTimeOffset from, DateTimeOffset to, (DateTimeOffset From, DateTimeOffset To)? due = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new WaterfallReport(source, source.Log.Waterfall(from, to, due));
    }

    private protected override IEnumerable<Block> Content() => WaterfallPage.Of(this);

    private protected override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("from", PageJson.InstantText(TimeZoneInfo.ConvertTime(Waterfall.From, Source.Zone)));
        json.WriteString("to", PageJson.InstantText(TimeZoneInfo.ConvertTime(Waterfall.To, Source.Zone)));
        json.WriteStartArray("movements");
        foreach ((string name, PipelineFlow flow, _) in WaterfallPage.Bars(Waterfall))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("deals", flow.Deals);
            PageJson.WriteDecimal(json, "amount", flow.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("unpricedAtEnd", Waterfall.UnpricedAtEnd);
    }
}
