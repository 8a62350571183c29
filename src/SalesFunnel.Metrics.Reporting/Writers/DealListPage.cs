using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The page of <c>salesfunnel deals</c>: the deals behind a figure.</summary>
public sealed class DealListPage : InsightPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="source">What it is about.</param>
    /// <param name="title">Which deals, in words; for example <c>Lost from Demo</c>.</param>
    /// <param name="deals">The deals, of the same log.</param>
    public DealListPage(PageSource source, string title, DealPage deals)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(deals);
        Title = title;
        Deals = deals;
    }

    /// <summary>Gets which deals, in words.</summary>
    public string Title { get; }

    /// <summary>Gets the deals.</summary>
    public DealPage Deals { get; }

    private protected override IEnumerable<Block> Content()
    {
        yield return new HeadingBlock(TextWidth.OneLine(Title));
        string count = Deals.Count == Deals.Deals ? string.Empty : $"; they count {FigureText.Count(Deals.Count)} times";
        string part = Deals.Items.Count == Deals.Deals ? string.Empty
            : Deals.Items.Count == 0 ? "; none is listed here"
            : $"; listed are number {FigureText.Count(Deals.Skipped + 1)} to {FigureText.Count(Deals.Skipped + Deals.Items.Count)}";
        yield return new ParagraphBlock($"{(Deals.Deals == 1 ? "1 deal" : $"{FigureText.Count(Deals.Deals)} deals")}{count}{part}.");
        if (Deals.Items.Count == 0)
            yield break;
        yield return new TableBlock(
            ["Deal", "Stage", "Outcome", "Amount", "Created", "Last move", "Counts"],
            [false, false, false, true, false, false, true],
            [.. Deals.Items.Select(Row)]);
    }

    private protected override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("selection", Title);
        json.WriteNumber("count", Deals.Count);
        json.WriteNumber("deals", Deals.Deals);
        json.WriteNumber("skipped", Deals.Skipped);
        json.WriteBoolean("hasMore", Deals.HasMore);
        json.WriteStartArray("items");
        foreach (DealItem item in Deals.Items)
        {
            json.WriteStartObject();
            json.WriteString("deal", Source.DealId(item.Entity));
            json.WriteNumber("count", item.Count);
            json.WriteString("stage", Source.Log.Definition.Stages[item.Stage].Label);
            json.WriteString("outcome", item.Outcome?.ToString());
            PageJson.WriteDecimal(json, "amount", item.Amount);
            json.WriteString("createdAt", item.CreatedAt is { } created ? PageJson.InstantText(Local(created)) : null);
            json.WriteString("lastMoveAt", item.LastMoveAt is { } last ? PageJson.InstantText(Local(last)) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string[] Row(DealItem item) =>
    [
        TextWidth.OneLine(Source.DealId(item.Entity)),
        TextWidth.OneLine(Source.Log.Definition.Stages[item.Stage].Label),
        item.Outcome?.ToString().ToLowerInvariant() ?? "open",
        item.Amount is { } amount ? FigureText.Money(amount) : FigureText.Nothing,
        TimeText(item.CreatedAt),
        TimeText(item.LastMoveAt),
        FigureText.Count(item.Count),
    ];

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Source.Zone);

    private string TimeText(DateTimeOffset? time) => time is { } known ? Local(known).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "undated";
}
