namespace SalesFunnel.Metrics.Data;

/// <summary>What a file shows about one text of its stage column.</summary>
internal sealed class StageVotes(string text)
{
    public string Text => text;

    public long Rows { get; set; }

    public long WonFlags { get; set; }

    public long LostFlags { get; set; }

    public long OpenFlags { get; set; }

    public double ProbabilitySum { get; set; }

    public long Probabilities { get; set; }

    public double? Probability => Probabilities == 0 ? null : ProbabilitySum / Probabilities;
}
