using System.Text.Json;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The rates of a report as JSON, with maturity and estimates by time.</summary>
internal static class ReportJsonRates
{
    public static void Write(Utf8JsonWriter json, string name, RateFigures figures, ConversionRate rate) =>
        Write(json, name, figures, rate.Converted, rate.Entered, rate.Value, rate.Interval());

    public static void Write(Utf8JsonWriter json, string name, RateFigures figures, ChurnRate churn) =>
        Write(json, name, figures, churn.Lost, churn.Reached, churn.Value, churn.Interval());

    /// <summary>A rate that has no estimates by time.</summary>
    public static void WritePlain(Utf8JsonWriter json, string name, ConversionRate rate)
    {
        ProportionInterval? interval = rate.Interval();
        json.WriteStartObject(name);
        json.WriteNumber("converted", rate.Converted);
        json.WriteNumber("entered", rate.Entered);
        PageJson.WriteDouble(json, "value", rate.Value);
        PageJson.WriteDouble(json, "low", interval?.Low);
        PageJson.WriteDouble(json, "high", interval?.High);
        json.WriteString("status", rate.Status.ToString());
        json.WriteString("method", rate.Method);
        json.WriteNull("maturity");
        json.WriteStartArray("within");
        json.WriteEndArray();
        json.WriteNull("ultimate");
        json.WriteEndObject();
    }

    public static void WriteAges(Utf8JsonWriter json, AalenJohansen incidence)
    {
        json.WriteStartArray("wonByAge");
        foreach ((double days, CumulativeIncidenceStep step) in AgeTable.Rows(incidence))
        {
            ProportionInterval? interval = step.WonInterval();
            json.WriteStartObject();
            json.WriteNumber("days", days);
            json.WriteNumber("won", step.Won);
            PageJson.WriteDouble(json, "low", interval?.Low);
            PageJson.WriteDouble(json, "high", interval?.High);
            json.WriteNumber("lost", step.Lost);
            json.WriteNumber("open", step.Open);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteVersusRest(Utf8JsonWriter json, SegmentRate overall)
    {
        PageJson.WriteDouble(json, "shrunk", overall.Shrunk);
        json.WriteStartObject("vsRest");
        PageJson.WriteDouble(json, "difference", overall.Difference?.Estimate);
        PageJson.WriteDouble(json, "low", overall.Difference?.Low);
        PageJson.WriteDouble(json, "high", overall.Difference?.High);
        PageJson.WriteDouble(json, "pAdjusted", overall.PValue);
        json.WriteString("status", overall.Status.ToString());
        json.WriteString("method", SegmentComparison.MethodId);
        json.WriteEndObject();
        PageJson.WriteDouble(json, "probabilityAboveRest", overall.ProbabilityAboveRest);
    }

    private static void Write(Utf8JsonWriter json, string name, RateFigures figures, long converted, long entered, double? value, ProportionInterval? interval)
    {
        bool isGiven = figures.Plain.Value is not null;
        json.WriteStartObject(name);
        json.WriteNumber("converted", converted);
        json.WriteNumber("entered", entered);
        PageJson.WriteDouble(json, "value", isGiven ? value : null);
        PageJson.WriteDouble(json, "low", isGiven ? interval?.Low : null);
        PageJson.WriteDouble(json, "high", isGiven ? interval?.High : null);
        json.WriteString("status", figures.Plain.Status.ToString());
        json.WriteString("method", figures.Plain.Method);
        WriteMaturity(json, figures.Maturity);
        json.WriteStartArray("within");
        foreach (int days in RateFigures.Horizons)
        {
            if (figures.Within(days) is not { } figure)
                continue;
            json.WriteStartObject();
            json.WriteNumber("days", days);
            WriteEstimate(json, figure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (figures.Ultimate() is { } ultimate)
        {
            json.WriteStartObject("ultimate");
            WriteEstimate(json, ultimate);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("ultimate");
        }

        json.WriteEndObject();
    }

    private static void WriteMaturity(Utf8JsonWriter json, Maturity? maturity)
    {
        if (maturity is not { } known)
        {
            json.WriteNull("maturity");
            return;
        }

        json.WriteStartObject("maturity");
        json.WriteString("status", (known.IsImmature ? MetricStatus.Immature : known.Entered == 0 ? MetricStatus.Undefined : MetricStatus.Ok).ToString());
        PageJson.WriteDouble(json, "decidedShare", known.DecidedShare);
        PageJson.WriteDouble(json, "oldEnoughShare", known is { Entered: > 0, CycleP90Days: not null } ? (double)known.OldEnough / known.Entered : null);
        PageJson.WriteDouble(json, "cycleP90Days", known.CycleP90Days);
        json.WriteString("reason", known.Reason);
        json.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter json, MetricValue figure)
    {
        PageJson.WriteDouble(json, "value", (double?)figure.Value);
        PageJson.WriteDouble(json, "low", (double?)figure.Low);
        PageJson.WriteDouble(json, "high", (double?)figure.High);
        json.WriteNumber("n", figure.N);
        json.WriteString("status", figure.Status.ToString());
        json.WriteString("reason", figure.Reason);
        json.WriteString("method", figure.Method);
    }
}
