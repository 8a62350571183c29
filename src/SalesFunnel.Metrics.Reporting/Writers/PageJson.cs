using System.Globalization;
using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>Parts that the JSON of every page has.</summary>
internal static class PageJson
{
    private const int FigureDecimals = 10;

    /// <summary>The fields that each page begins with.</summary>
    public static void WriteSource(Utf8JsonWriter json, PageSource source)
    {
        WriteFunnel(json, source.Log.Definition);
        json.WriteString("asOf", InstantText(source.AsOf));
    }

    /// <summary>Name and stages of a funnel.</summary>
    public static void WriteFunnel(Utf8JsonWriter json, FunnelDefinition definition)
    {
        json.WriteStartObject("funnel");
        json.WriteString("name", definition.Name);
        json.WriteStartArray("stages");
        foreach (Stage stage in definition.Stages)
            json.WriteStringValue(stage.Label);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A figure with its status, basis and interval, as <c>docs/report-json.md</c> describes it.</summary>
    public static void WriteFigure(Utf8JsonWriter json, string name, MetricValue figure)
    {
        json.WriteStartObject(name);
        WriteDecimal(json, "value", figure.Value);
        json.WriteString("unit", figure.Unit);
        WriteDecimal(json, "numerator", figure.Numerator);
        WriteDecimal(json, "denominator", figure.Denominator);
        json.WriteString("basis", FigureText.BasisOf(figure));
        json.WriteString("status", figure.Status.ToString());
        json.WriteString("method", figure.Method);
        json.WriteNumber("n", figure.N);
        WriteDecimal(json, "low", figure.Low);
        WriteDecimal(json, "high", figure.High);
        json.WriteEndObject();
    }

    public static void WriteDecimal(Utf8JsonWriter json, string name, decimal? value, int decimals = FigureDecimals)
    {
        if (value is { } number)
            json.WriteNumber(name, decimal.Round(number, decimals) / 1.0000000000000000000000000000m); // the division drops trailing zeros
        else
            json.WriteNull(name);
    }

    public static void WriteDouble(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    public static void WriteMethods(Utf8JsonWriter json, IEnumerable<MethodNote> methods)
    {
        json.WriteStartArray("methods");
        foreach (MethodNote method in methods)
        {
            json.WriteStartObject();
            json.WriteString("id", method.Id);
            json.WriteString("text", method.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static string InstantText(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
}
