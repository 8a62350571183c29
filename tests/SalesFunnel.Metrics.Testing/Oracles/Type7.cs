namespace SalesFunnel.Metrics.Testing;

/// <summary>Quantiles of type 7 (Hyndman and Fan 1996): at position (n − 1)·p of the sorted values, linear between neighbours.</summary>
public static class Type7
{
    public static double Quantile(IReadOnlyList<long> sorted, double p)
    {
        double position = (sorted.Count - 1) * p;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((position - below) * ((double)sorted[above] - sorted[below]));
    }

    /// <summary>The exact median in the unit of the values: half a unit is possible.</summary>
    public static decimal Median(IReadOnlyList<long> sorted) => ((decimal)sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
