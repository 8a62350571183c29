namespace SalesFunnel.Metrics.Data;

/// <summary>One thing that was recognised in a file.</summary>
/// <param name="Subject">What it is about, as the mapping names it: <c>deals.amount</c>, <c>stages.Closed Won</c>.</param>
/// <param name="Value">What was taken.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="Reason">Why.</param>
public sealed record Finding(string Subject, string Value, Certainty Certainty, string Reason)
{
    /// <summary>For example <c>certain: deals.amount = 'Amount' (a column of Salesforce)</c>.</summary>
    public override string ToString() => $"{Word(Certainty)}: {Subject} = '{Value}' ({Reason})";

    internal static string Word(Certainty certainty) => certainty switch
    {
        Certainty.Certain => "certain",
        Certainty.Likely => "likely",
        _ => "guessed",
    };
}
