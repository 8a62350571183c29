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
            Number(json, "before", step.Before.Value);
            Number(json, "after", step.After.Value);
            Number(json, "difference", step.Difference?.Estimate);
            Number(json, "low", step.Difference?.Low);
            Number(json, "high", step.Difference?.High);
            Number(json, "pAdjusted", step.PValue);
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
        json.WriteNumber("before", Trim(change.Before));
        json.WriteNumber("after", Trim(change.After));
        json.WriteNumber("change", Trim(change.Change));
        json.WriteString("method", change.MethodId);
        json.WriteString("reason", change.Reason);
        json.WriteStartArray("parts");
        foreach (ChangePart part in change.Rounded(4))
        {
            json.WriteStartObject();
            json.WriteString("factor", part.Factor.Name);
            json.WriteNumber("before", Trim(decimal.Round(part.Factor.Before, 10)));
            json.WriteNumber("after", Trim(decimal.Round(part.Factor.After, 10)));
            json.WriteNumber("contribution", Trim(part.Contribution));
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

    private static decimal Trim(decimal value) => value / 1.0000000000000000000000000000m; // drops trailing zeros

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
