using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>A page about one question, as text, Markdown and JSON: the same bytes in every system and culture.</summary>
public abstract class InsightPage
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private protected InsightPage(PageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
    }

    /// <summary>Gets what the page is about.</summary>
    public PageSource Source { get; }

    /// <summary>The page as plain text for a terminal: aligned tables, UTF-8 characters, no escape codes; lines end with a line feed.</summary>
    public string ToText() => PageText.ToText(Blocks());

    /// <summary>The page as Markdown; lines end with a line feed.</summary>
    public string ToMarkdown() => PageMarkdown.ToText(Blocks());

    /// <summary>The page as JSON; names, shapes and order as <c>docs/insights-json.md</c> says.</summary>
    public string ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
        {
            json.WriteStartObject();
            PageJson.WriteSource(json, Source);
            WriteFields(json);
            json.WriteEndObject();
        }

        memory.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    private protected abstract IEnumerable<Block> Content();

    private protected abstract void WriteFields(Utf8JsonWriter json);

    private IEnumerable<Block> Blocks()
    {
        yield return new TitleBlock(TextWidth.OneLine(Source.Log.Definition.Name));
        yield return new ParagraphBlock($"As of {AsOfText.Of(Source.AsOf, Source.Zone, Source.AsOfIsLastEvent)}.");
        foreach (Block block in Content())
            yield return block;
        if (Source.Notes.Count == 0)
            yield break;
        yield return new HeadingBlock("Data");
        yield return new ListBlock(Source.Notes);
    }
}
