namespace SalesFunnel.Metrics.Insights;

/// <summary>Why a product changed – revenue = leads × conversions × deal size – as one part per factor. The parts add up to the change to the last digit.</summary>
/// <remarks>Numbers keep twelve decimals, fewer above 10¹⁴. Shapley's parts are computed without enumerating orders: the part of a factor is its own change times the mean, over s = 0 … k − 1,
/// of the mean product of the other factors over all ways in which s of them have changed. Source: L. S. Shapley (1953).</remarks>
public sealed class ChangeDecomposition
{
    private ChangeDecomposition(DecompositionMethod method, decimal before, decimal after, IReadOnlyList<ChangePart> parts, string? reason)
    {
        Method = method;
        Before = before;
        After = after;
        Parts = parts;
        Reason = reason;
    }

    /// <summary>Gets how the change is split.</summary>
    public DecompositionMethod Method { get; }

    /// <summary>Gets the product before.</summary>
    public decimal Before { get; }

    /// <summary>Gets the product after.</summary>
    public decimal After { get; }

    /// <summary>Gets the change, after − before.</summary>
    public decimal Change => After - Before;

    /// <summary>Gets the parts in the order of the factors; they sum to <see cref="Change"/>. Empty when the method does not apply.</summary>
    public IReadOnlyList<ChangePart> Parts { get; }

    /// <summary>Gets why the method does not apply to these factors, or <c>null</c>.</summary>
    public string? Reason { get; }

    /// <summary>Gets the id of the method.</summary>
    public string MethodId => Method switch
    {
        DecompositionMethod.Lmdi => "change.lmdi/1",
        DecompositionMethod.ChainSubstitution => "change.chain-substitution/1",
        _ => "change.shapley/1",
    };

    /// <summary>Splits the change of the product of some factors.</summary>
    /// <param name="factors">The factors, at least one; for <see cref="DecompositionMethod.ChainSubstitution"/> their order counts.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ArgumentException">There is no factor.</exception>
    /// <exception cref="OverflowException">A product does not fit into a decimal.</exception>
    public static ChangeDecomposition Of(IReadOnlyList<ChangeFactor> factors, DecompositionMethod method = DecompositionMethod.Shapley)
    {
        ArgumentNullException.ThrowIfNull(factors);
        decimal before = 1;
        decimal after = 1;
        foreach (ChangeFactor factor in factors)
        {
            before *= factor.Before;
            after *= factor.After;
        }

        return Of(factors, before, after, method);
    }

    /// <summary>The same parts, rounded so that they still add up: each down, then those with the largest remainders up.</summary>
    /// <remarks>The sum is that of the exact change, which is rounded half to even itself when it has more decimals.</remarks>
    /// <param name="decimals">Decimals to keep, 0 to 28; 2 for cents.</param>
    public IReadOnlyList<ChangePart> Rounded(int decimals)
    {
        decimal unit = 1;
        for (int i = 0; i < decimals; i++)
            unit /= 10;
        var rounded = new ChangePart[Parts.Count];
        decimal left = decimal.Round(Change, decimals);
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = Parts[i] with { Contribution = Math.Floor(Parts[i].Contribution / unit) * unit };
            left -= rounded[i].Contribution;
        }

        int[] byRemainder = [.. Enumerable.Range(0, rounded.Length).OrderByDescending(i => Parts[i].Contribution - rounded[i].Contribution)];
        foreach (int i in byRemainder)
        {
            if (left <= 0)
                break;
            rounded[i] = rounded[i] with { Contribution = rounded[i].Contribution + unit };
            left -= unit;
        }

        return rounded.AsReadOnly();
    }

    /// <summary>Splits a change whose ends are known exactly, for example as sums of money, while the factors are quotients.</summary>
    internal static ChangeDecomposition Of(IReadOnlyList<ChangeFactor> factors, decimal before, decimal after, DecompositionMethod method)
    {
        if (factors.Count == 0)
            throw new ArgumentException("A product has at least one factor.", nameof(factors));
        if (!Enum.IsDefined(method))
            throw new ArgumentOutOfRangeException(nameof(method), method, "The method is not a member of DecompositionMethod.");
        if (method == DecompositionMethod.Lmdi && before != after && factors.FirstOrDefault(static f => f.Before < 0 || f.After < 0 || (f.Before == 0) != (f.After == 0)) is { Name: { } name })
            return new ChangeDecomposition(method, before, after, [], $"'{name}' is 0 or negative before or after, so its logarithm is undefined; Shapley applies");
        decimal[] contributions = method switch
        {
            DecompositionMethod.Lmdi => Lmdi(factors, before, after),
            DecompositionMethod.ChainSubstitution => Chain(factors),
            _ => Shapley(factors),
        };
        int decimals = Settle(contributions, ref before, ref after);
        Close(contributions, after - before, decimals);
        return new ChangeDecomposition(method, before, after, [.. factors.Select((factor, i) => new ChangePart(factor, contributions[i]))], null);
    }

    // Sums of decimals are exact only while all digits fit, so everything gets as many decimals as the largest number leaves room for, at most twelve.
    private static int Settle(decimal[] contributions, ref decimal before, ref decimal after)
    {
        decimal largest = Math.Max(Math.Abs(before), Math.Abs(after));
        foreach (decimal contribution in contributions)
            largest = Math.Max(largest, Math.Abs(contribution));
        int decimals = 12;
        for (decimal limit = 1e14m; decimals > 0 && largest >= limit; limit *= 10)
            decimals--;
        before = decimal.Round(before, decimals);
        after = decimal.Round(after, decimals);
        return decimals;
    }

    // What rounding left over goes to the largest part.
    private static void Close(decimal[] contributions, decimal change, int decimals)
    {
        int largest = 0;
        decimal sum = 0;
        for (int i = 0; i < contributions.Length; i++)
        {
            contributions[i] = decimal.Round(contributions[i], decimals);
            sum += contributions[i];
            largest = Math.Abs(contributions[i]) > Math.Abs(contributions[largest]) ? i : largest;
        }

        contributions[largest] += change - sum;
    }

    private static decimal[] Chain(IReadOnlyList<ChangeFactor> factors)
    {
        var parts = new decimal[factors.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            decimal others = 1;
            for (int j = 0; j < parts.Length; j++)
                others *= j < i ? factors[j].After : j > i ? factors[j].Before : 1;
            parts[i] = (factors[i].After - factors[i].Before) * others;
        }

        return parts;
    }

    private static decimal[] Lmdi(IReadOnlyList<ChangeFactor> factors, decimal before, decimal after)
    {
        var parts = new decimal[factors.Count];
        if (before == after || before == 0 || after == 0)
            return parts; // a factor that is 0 on both sides makes the product 0 on both
        double u = Math.Log((double)after / (double)before);
        double mean = Math.Abs(u) < 1e-3 ? (double)before * (1 + (u / 2) + (u * u / 6) + (u * u * u / 24) + (u * u * u * u / 120)) : (double)(after - before) / u;
        for (int i = 0; i < parts.Length; i++)
            parts[i] = (decimal)(mean * Math.Log((double)factors[i].After / (double)factors[i].Before));
        return parts;
    }

    private static decimal[] Shapley(IReadOnlyList<ChangeFactor> factors)
    {
        int count = factors.Count;
        var parts = new decimal[count];
        for (int i = 0; i < count; i++)
        {
            // means[s]: the mean product of the other factors over all ways in which s of them have changed.
            var means = new decimal[count];
            means[0] = 1;
            int known = 0;
            for (int j = 0; j < count; j++)
            {
                if (j == i)
                    continue;
                known++;
                for (int s = known; s >= 0; s--)
                {
                    decimal unchanged = s < known ? means[s] * factors[j].Before * (known - s) : 0;
                    means[s] = (unchanged + (s > 0 ? means[s - 1] * factors[j].After * s : 0)) / known;
                }
            }

            decimal sum = 0;
            foreach (decimal mean in means)
                sum += mean;
            parts[i] = (factors[i].After - factors[i].Before) * (sum / count);
        }

        return parts;
    }
}
