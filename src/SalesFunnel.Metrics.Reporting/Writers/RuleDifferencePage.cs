using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Reporting;

/// <summary>The page of <c>salesfunnel explain-diff</c>: which figures two rules give differently, and which deals make the difference.</summary>
public sealed class RuleDifferencePage : InsightPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="source">What it is about.</param>
    /// <param name="difference">The difference, of the same log.</param>
    public RuleDifferencePage(PageSource source, RuleDifference difference)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(difference);
        Difference = difference;
    }

    /// <summary>Gets the difference.</summary>
    public RuleDifference Difference { get; }

    private protected override IEnumerable<Block> Content() => RuleDifferenceBlocks.Of(Source, Difference);

    private protected override void WriteFields(Utf8JsonWriter json) => RuleDifferenceJson.Write(json, Source, Difference);
}
