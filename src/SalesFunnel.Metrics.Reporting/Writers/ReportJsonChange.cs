using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The comparison of two periods as JSON.</summary>
internal static class ReportJsonChange
{
    public static void Write(Utf8JsonWriter json, ChangeFigures figures)
    {
        FunnelChange change = figures.Change;
        json.WriteStartObject("comparison");
        json.WriteString("before", figures.Before.Label);
        json.WriteString("after", figures.After.Label);
        Write(json, "revenue", change.Revenue);
        Write(json, "wins", change.Wins);
        json.WriteStartArray("steps");
        foreach (StepChange step in change.Steps)
        {
            json.WriteStartObject();
            json.WriteString("name", step.Name);
            PageJson.WriteDouble(json, "before", step.Before.Value);
            PageJson.WriteDouble(json, "after", step.After.Value);
            PageJson.WriteDouble(json, "difference", step.Difference?.Estimate);
            PageJson.WriteDouble(json, "low", step.Difference?.Low);
            PageJson.WriteDouble(json, "high", step.Difference?.High);
            PageJson.WriteDouble(json, "pAdjusted", step.PValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("mixAndRate");
        foreach ((string dimension, MixRateDecomposition? mix) in figures.ByDimension)
        {
            if (mix is not null)
                Write(json, dimension, mix);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ChangeDecomposition change)
    {
        json.WriteStartObject(name);
        PageJson.WriteDecimal(json, "before", change.Before);
        PageJson.WriteDecimal(json, "after", change.After);
        PageJson.WriteDecimal(json, "change", change.Change);
        json.WriteString("method", change.MethodId);
        json.WriteString("reason", change.Reason);
        json.WriteStartArray("parts");
        foreach (ChangePart part in change.Rounded(4))
        {
            json.WriteStartObject();
            json.WriteString("factor", part.Factor.Name);
            PageJson.WriteDecimal(json, "before", part.Factor.Before);
            PageJson.WriteDecimal(json, "after", part.Factor.After);
            PageJson.WriteDecimal(json, "contribution", part.Contribution);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string dimension, MixRateDecomposition mix)
    {
        json.WriteStartObject();
        json.WriteString("dimension", dimension);
        json.WriteNumber("before", mix.RateBefore);
        json.WriteNumber("after", mix.RateAfter);
        json.WriteNumber("mix", mix.Mix);
        json.WriteNumber("rate", mix.Rate);
        json.WriteBoolean("simpsonReversal", mix.IsSimpsonReversal);
        json.WriteString("method", MixRateDecomposition.MethodId);
        json.WriteStartArray("parts");
        foreach (MixRatePart part in mix.Parts)
        {
            json.WriteStartObject();
            json.WriteString("value", part.Name);
            json.WriteNumber("leadsBefore", part.Before.Cases);
            json.WriteNumber("wonBefore", part.Before.Successes);
            json.WriteNumber("leadsAfter", part.After.Cases);
            json.WriteNumber("wonAfter", part.After.Successes);
            json.WriteNumber("mix", part.Mix);
            json.WriteNumber("rate", part.Rate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
