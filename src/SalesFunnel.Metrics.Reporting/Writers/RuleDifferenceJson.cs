using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The difference of two rules as JSON.</summary>
internal static class RuleDifferenceJson
{
    public static void Write(Utf8JsonWriter json, PageSource source, RuleDifference difference)
    {
        WriteCounts(json, "a", difference.A);
        WriteCounts(json, "b", difference.B);
        json.WriteStartArray("steps");
        foreach (RuleDifferenceStep step in difference.Steps)
        {
            json.WriteStartObject();
            json.WriteString("clause", step.Clause.ToString());
            json.WriteNumber("deals", step.Deals);
            json.WriteNumber("takenEffect", step.TakenEffect);
            json.WriteStartArray("countEffects");
            for (int stage = 0; stage < difference.A.Counts.Count; stage++)
                json.WriteNumberValue(step.CountEffect(stage));
            json.WriteEndArray();
            json.WriteStartArray("groups");
            foreach (RuleDifferenceGroup group in step.Groups)
                WriteGroup(json, source, group);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        PageJson.WriteMethods(json, RuleDifferenceBlocks.Methods(difference));
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, RuleCounts counts)
    {
        json.WriteStartObject(name);
        json.WriteString("rule", counts.Rule.Name);
        json.WriteString("meaning", counts.Rule.Meaning);
        json.WriteString("source", counts.Rule.Source);
        json.WriteNumber("taken", counts.Taken);
        WriteNumbers(json, "counts", counts.Counts);
        json.WriteStartArray("rates");
        for (int stage = 0; stage + 1 < counts.Counts.Count; stage++)
        {
            json.WriteStartObject();
            PageJson.WriteFigure(json, "toNext", counts.Rate(stage, stage + 1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        PageJson.WriteFigure(json, "overall", counts.Overall());
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, PageSource source, RuleDifferenceGroup group)
    {
        json.WriteStartObject();
        json.WriteString("reason", group.Reason);
        json.WriteNumber("deals", group.Deals);
        json.WriteNumber("takenEffect", group.TakenEffect);
        WriteNumbers(json, "countEffects", group.CountEffects);
        WriteNumbers(json, "convertedEffects", group.ConvertedEffects);
        json.WriteStartArray("samples");
        foreach (long id in group.Samples)
            json.WriteStringValue(source.DealId(id));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
