namespace SalesFunnel.Metrics.Insights;

/// <summary>How the change of a product is split between its factors. All add up to the change exactly.</summary>
public enum DecompositionMethod
{
    /// <summary>The mean of the marginal effects over all orders of the factors: no order matters, zeros are no trouble. The default.</summary>
    Shapley = 0,

    /// <summary>Logarithmic mean Divisia index I: L(R₁, R₀)·ln(x₁/x₀), L(a, b) = (a − b)/ln(a/b). No order matters; undefined with a factor of zero or below. Source: B. W. Ang, Energy Policy 32 (2004) 1131–1139.</summary>
    Lmdi = 1,

    /// <summary>Chain substitution: factors change one after the other in the order given, and the parts depend on it.</summary>
    ChainSubstitution = 2,
}
