using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>A sequence as JSON.</summary>
internal static class SequenceJson
{
    private const int SecondsDecimals = 6;

    public static void Write(Utf8JsonWriter json, SequenceSource source)
    {
        SequenceSnapshot counts = source.Snapshot;
        json.WriteStartObject();
        WriteSteps(json, counts);
        json.WriteString("window", WindowText.Of(counts.Definition.Window));
        json.WriteString("mode", source.Mode);
        json.WriteStartArray("rejected");
        foreach (RejectedItem item in source.Rejected)
            ReportJson.WriteRejected(json, item);
        json.WriteEndArray();
        json.WriteString("asOf", PageJson.InstantText(TimeZoneInfo.ConvertTime(counts.AsOf, source.Zone)));
        json.WriteString("unit", counts.Definition.Rules.Unit == SequenceUnit.Attempts ? "attempts" : "entities");
        WriteSegments(json, source);
        if (source.ListsLevels)
            WriteLevels(json, source);
        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, SequenceSnapshot counts)
    {
        json.WriteStartArray("steps");
        for (int step = 0; step < counts.Definition.Steps.Count; step++)
        {
            SequenceDropOff ends = counts.DropOff(step);
            json.WriteStartObject();
            json.WriteString("name", counts.Definition.Steps[step].Name);
            json.WriteNumber("entities", counts.Reached(step));
            if (step == 0)
                json.WriteNull("conversion");
            else
                ReportJsonRates.WritePlain(json, "conversion", counts.Conversion(step - 1, step));
            ReportJsonRates.WritePlain(json, "conversionFromFirst", counts.ConversionFromFirst(step));
            PageJson.WriteDecimal(json, "medianSeconds", step == 0 ? null : counts.TimeBetween(step - 1, step).MedianSeconds, SecondsDecimals);
            json.WriteNumber("expired", ends.Expired);
            json.WriteNumber("excluded", ends.Excluded);
            json.WriteNumber("stillOpen", ends.StillOpen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSegments(Utf8JsonWriter json, SequenceSource source)
    {
        json.WriteString("by", source.By);
        json.WriteStartArray("segments");
        foreach ((string? value, SequenceSnapshot counts) in SequenceBlocks.Segments(source))
        {
            json.WriteStartObject();
            json.WriteString("value", value);
            WriteSteps(json, counts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLevels(Utf8JsonWriter json, SequenceSource source)
    {
        json.WriteStartArray("levels");
        foreach ((string entity, int level) in source.Levels())
        {
            json.WriteStartObject();
            json.WriteString("entity", entity);
            json.WriteNumber("level", level);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
