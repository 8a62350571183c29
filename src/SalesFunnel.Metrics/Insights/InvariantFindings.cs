namespace SalesFunnel.Metrics.Insights;

/// <summary>Collects the identities that do not hold.</summary>
internal sealed class InvariantFindings
{
    public const string Funnel = "funnel";

    private readonly List<InvariantViolation> _violations = [];

    public void Equal(string identity, string where, decimal left, decimal right)
    {
        if (left != right)
            _violations.Add(new InvariantViolation(identity, where, left, right));
    }

    public void AtMost(string identity, string where, decimal left, decimal right)
    {
        if (left > right)
            _violations.Add(new InvariantViolation(identity, where, left, right));
    }

    public IReadOnlyList<InvariantViolation> ToList() => _violations.AsReadOnly();
}
