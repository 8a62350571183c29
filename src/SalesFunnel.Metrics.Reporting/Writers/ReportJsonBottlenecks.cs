using System.Text.Json;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The bottlenecks of a report as JSON.</summary>
internal static class ReportJsonBottlenecks
{
    public static void Write(Utf8JsonWriter json, FunnelReport report)
    {
        BottleneckReport leaks = report.Bottlenecks;
        json.WriteStartObject("bottlenecks");
        json.WriteString("reference", leaks.Options.Reference switch
        {
            BottleneckReference.BestSegment => "bestSegment",
            BottleneckReference.Target => "target",
            _ => "ownHistory",
        });
        json.WriteString("since", leaks.Since is { } since ? PageJson.InstantText(TimeZoneInfo.ConvertTime(since, report.Options.Zone)) : null);
        json.WriteNumber("tested", leaks.Tested);
        json.WriteNumber("falseDiscoveryRate", leaks.Options.FalseDiscoveryRate);
        json.WriteStartArray("byMoney");
        foreach (Bottleneck row in leaks.ByMoney)
            Write(json, report.Definition, row);
        json.WriteEndArray();
        json.WriteStartArray("byLostValue");
        foreach (LostValue row in leaks.ByLostValue)
        {
            json.WriteStartObject();
            json.WriteString("stage", report.Definition.Stages[row.Stage].Label);
            json.WriteNumber("deals", row.Deals);
            json.WriteNumber("priced", row.Priced);
            PageJson.WriteDecimal(json, "amount", row.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("byQueueTime");
        foreach (StageWait row in leaks.ByQueueTime)
            Write(json, report.Definition, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FunnelDefinition definition, Bottleneck row)
    {
        json.WriteStartObject();
        json.WriteString("from", definition.Stages[row.Stage].Label);
        json.WriteString("to", definition.Stages[row.Stage + 1].Label);
        json.WriteNumber("converted", row.Rate.Converted);
        json.WriteNumber("decided", row.N);
        Number(json, "decidedShare", row.DecidedShare);
        ProportionInterval? interval = row.Rate.Interval();
        Interval(json, "rate", row.Rate.Value is { } rate ? new RateInterval(rate, interval?.Low, interval?.High) : null);
        Interval(json, "reference", row.Reference);
        json.WriteNumber("referenceDecided", row.ReferenceN);
        Interval(json, "gap", row.Gap);
        PageJson.WriteFigure(json, "money", row.Money);
        PageJson.WriteDecimal(json, "expectedMoney", row.ExpectedMoney);
        PageJson.WriteDecimal(json, "valuePerDeal", row.ValuePerDeal);
        json.WriteBoolean("valueIsOfAllDeals", row.ValueIsOfAllDeals);
        Number(json, "pAdjusted", row.PValue);
        json.WriteBoolean("significant", row.IsSignificant);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FunnelDefinition definition, StageWait row)
    {
        json.WriteStartObject();
        json.WriteString("stage", definition.Stages[row.Stage].Label);
        json.WriteNumber("open", row.Open);
        json.WriteNumber("onHold", row.OnHold);
        Number(json, "limitDays", row.LimitDays);
        json.WriteNumber("stalled", row.Stalled);
        Number(json, "queueDays", row.QueueDays);
        json.WriteNumber("stalledPriced", row.StalledPriced);
        PageJson.WriteDecimal(json, "stalledAmount", row.StalledAmount);
        Number(json, "expectedOpen", row.ExpectedOpen);
        Number(json, "timeShare", row.TimeShare);
        json.WriteEndObject();
    }

    private static void Interval(Utf8JsonWriter json, string name, RateInterval? interval)
    {
        if (interval is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("value", known.Estimate);
        Number(json, "low", known.Low);
        Number(json, "high", known.High);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
