namespace SalesFunnel.Metrics.Data;

/// <summary>How ids of deals are compared.</summary>
public enum IdForm
{
    /// <summary>Exactly, upper and lower case included.</summary>
    Exact = 0,

    /// <summary>As Salesforce writes them: 18 characters are the 15 before them and a check, so both forms of one id are the same.</summary>
    Salesforce = 1,
}
