using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Writes a report as JSON: names, shapes and order as <c>docs/report-json.md</c> says, the same bytes in every culture.</summary>
public static class ReportJson
{
    private const int SecondsDecimals = 6;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a report as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to; it is left open.</param>
    public static void Write(FunnelReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        using (var json = new Utf8JsonWriter(output, Options))
            WriteReport(json, report);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes a report as text.</summary>
    /// <param name="report">The report.</param>
    public static string ToText(FunnelReport report)
    {
        using var memory = new MemoryStream();
        Write(report, memory);
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    private static void WriteReport(Utf8JsonWriter json, FunnelReport report)
    {
        json.WriteStartObject();
        PageJson.WriteFunnel(json, report.Definition);
        json.WriteString("asOf", PageJson.InstantText(report.AsOf));
        json.WriteString("rule", RuleText(report.Options.Rule));
        WriteFigures(json, report.Total);
        json.WriteStartArray("channels");
        foreach (ChannelFigures channel in report.Channels)
            WriteChannel(json, channel);
        json.WriteEndArray();
        json.WriteStartArray("rejected");
        foreach (RejectedItem item in report.Rejected)
            WriteRejected(json, item);
        json.WriteEndArray();
        json.WriteStartArray("segments");
        foreach (SegmentFigures segment in report.Segments)
        {
            json.WriteStartObject();
            json.WriteStartObject("key");
            foreach ((string dimension, string? value) in segment.Key)
                json.WriteString(dimension, value);
            json.WriteEndObject();
            WriteFigures(json, segment.Figures);
            ReportJsonRates.WriteVersusRest(json, segment.Overall);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("cohorts");
        foreach (CohortFigures cohort in report.Cohorts)
        {
            json.WriteStartObject();
            json.WriteString("from", cohort.Period.From is { } from ? PageJson.InstantText(from) : null);
            json.WriteString("to", cohort.Period.To is { } to ? PageJson.InstantText(to) : null);
            WriteFigures(json, cohort.Figures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        ReportJsonRates.WriteAges(json, report.Incidence);
        WriteLosses(json, report);
        if (report.Change is { } change)
            ReportJsonChange.Write(json, change);
        ReportJsonBottlenecks.Write(json, report);
        PageJson.WriteMethods(json, MethodNotes.Of(report));
        json.WriteEndObject();
    }

    private static void WriteLosses(Utf8JsonWriter json, FunnelReport report)
    {
        json.WriteStartArray("lossReasons");
        foreach ((long? reason, long deals, decimal amount, double cumulative) in report.Losses.ByReason)
        {
            json.WriteStartObject();
            json.WriteString("reason", reason is null ? null : report.LossReason(reason));
            json.WriteNumber("deals", deals);
            PageJson.WriteDecimal(json, "amount", amount);
            json.WriteNumber("cumulativeShare", cumulative);
            json.WriteStartArray("stages");
            foreach (Insights.LossReasonRow row in report.Losses.Rows.Where(row => row.Reason == reason).OrderBy(static row => row.Stage))
            {
                json.WriteStartObject();
                json.WriteString("stage", report.Definition.Stages[row.Stage].Label);
                json.WriteNumber("deals", row.Deals);
                PageJson.WriteDecimal(json, "amount", row.Amount);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, FunnelFigures figures)
    {
        StageSnapshot snapshot = figures.Snapshot;
        json.WriteNumber("leads", snapshot.Leads);
        json.WriteStartArray("stages");
        foreach (StageFigures stage in figures.Stages)
            WriteStage(json, stage);
        json.WriteEndArray();
        ReportJsonRates.Write(json, "leadConversionRate", figures.LeadConversion, snapshot.LeadConversionRate);
        ReportJsonRates.Write(json, "opportunityConversionRate", figures.OpportunityConversion, snapshot.OpportunityConversionRate);
        ReportJsonRates.Write(json, "salesConversionRate", figures.SalesConversion, snapshot.SalesConversionRate);
        ReportJsonRates.Write(json, "overallConversionRate", figures.OverallConversion, snapshot.OverallConversionRate);
        PageJson.WriteFigure(json, "dealSize", figures.DealSize);
        PageJson.WriteFigure(json, "customerAcquisitionCost", figures.CustomerAcquisitionCost);
        PageJson.WriteFigure(json, "paybackPeriod", figures.PaybackPeriod);
        ReportJsonRates.Write(json, "winRate", figures.WinRate, snapshot.WinRate);
    }

    private static void WriteStage(Utf8JsonWriter json, StageFigures stage)
    {
        json.WriteStartObject();
        json.WriteString("name", stage.Stage.Label);
        json.WriteNumber("reached", stage.Reached);
        if (stage.Open is { } open)
        {
            json.WriteNumber("lostAtFurthest", open.LostAtFurthest);
            json.WriteNumber("openAtFurthest", open.OpenAtFurthest);
            json.WriteNumber("lostFrom", open.LostFrom);
            json.WriteNumber("inStageNow", open.InStageNow);
            ReportJsonRates.Write(json, "conversionToNext", open.ToNext, open.ConversionToNext);
            ReportJsonRates.Write(json, "churn", open.ChurnOverTime, open.Churn);
            json.WriteStartObject("timeInStage");
            json.WriteNumber("completed", open.Time.Completed);
            PageJson.WriteDecimal(json, "meanSeconds", open.MeanTime.Value, SecondsDecimals);
            PageJson.WriteDecimal(json, "medianSeconds", open.MedianSeconds, SecondsDecimals);
            json.WriteString("status", open.MeanTime.Status.ToString());
            json.WriteString("method", open.MeanTime.Method);
            PageJson.WriteDecimal(json, "meanLow", open.MeanTime.Low, SecondsDecimals);
            PageJson.WriteDecimal(json, "meanHigh", open.MeanTime.High, SecondsDecimals);
            json.WriteNumber("stillOpen", open.Time.StillOpen);
            json.WriteNumber("untimed", open.Time.Untimed);
            json.WriteStartObject("censoredMedian");
            PageJson.WriteDecimal(json, "seconds", open.CensoredMedian.Value, SecondsDecimals);
            PageJson.WriteDecimal(json, "low", open.CensoredMedian.Low, SecondsDecimals);
            PageJson.WriteDecimal(json, "high", open.CensoredMedian.High, SecondsDecimals);
            json.WriteNumber("n", open.CensoredMedian.N);
            json.WriteString("status", open.CensoredMedian.Status.ToString());
            json.WriteString("reason", open.CensoredMedian.Reason);
            json.WriteString("method", open.CensoredMedian.Method);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, ChannelFigures channel)
    {
        json.WriteStartObject();
        json.WriteString("key", channel.Key);
        json.WriteNumber("leads", channel.Leads);
        json.WriteNumber("won", channel.Won);
        PageJson.WriteDecimal(json, "spend", channel.Spend);
        PageJson.WriteFigure(json, "customerAcquisitionCost", channel.CustomerAcquisitionCost);
        json.WriteEndObject();
    }

    internal static void WriteRejected(Utf8JsonWriter json, RejectedItem item)
    {
        json.WriteStartObject();
        json.WriteString("reason", item.Reason);
        json.WriteNumber("count", item.Count);
        json.WriteStartArray("samples");
        foreach (string sample in item.Samples)
            json.WriteStringValue(sample);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string RuleText(CountingRule rule) => rule switch
    {
        CountingRule.Touched => "touched",
        CountingRule.Strict => "strict",
        _ => "reached",
    };
}
