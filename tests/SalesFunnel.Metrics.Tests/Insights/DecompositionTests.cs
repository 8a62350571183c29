using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Tests.Insights;

/// <summary>Changes split exactly: against exact rationals and 60-digit arithmetic, and by their sums.</summary>
public class DecompositionTests
{
    private static readonly JsonElement[] Cases = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "statistics-reference.jsonl"))
        .Select(static line => JsonDocument.Parse(line).RootElement).Where(static c => c.GetProperty("area").GetString() == "9-decomposition")];

    [Fact]
    public void Every_reference_case_of_a_product_holds_under_each_method()
    {
        int checkedParts = 0;
        foreach (JsonElement one in Cases.Where(static c => c.GetProperty("function").GetString() == "product_change"))
        {
            JsonElement inputs = one.GetProperty("inputs");
            ChangeFactor[] factors = [.. inputs.GetProperty("factors").EnumerateArray().Select((f, i) => new ChangeFactor(
                f.GetString()!, inputs.GetProperty("before")[i].GetDecimal(), inputs.GetProperty("after")[i].GetDecimal()))];
            foreach ((string name, DecompositionMethod method) in new[] { ("shapley", DecompositionMethod.Shapley), ("sequential_left_to_right", DecompositionMethod.ChainSubstitution), ("lmdi", DecompositionMethod.Lmdi) })
            {
                ChangeDecomposition change = ChangeDecomposition.Of(factors, method);
                JsonElement expected = one.GetProperty("expect").GetProperty(name);
                if (expected.ValueKind == JsonValueKind.Null)
                {
                    Assert.Empty(change.Parts);
                    Assert.NotNull(change.Reason);
                    continue;
                }

                double[] parts = [.. expected.EnumerateArray().Select(static e => e.GetDouble())];
                for (int i = 0; i < parts.Length; i++)
                    Assert.True(Math.Abs((double)change.Parts[i].Contribution - parts[i]) <= (1e-10 * Math.Abs(parts[i])) + 1e-9, $"{one.GetProperty("id")} {name}[{i}]");
                Assert.Equal(change.Change, change.Parts.Sum(static p => p.Contribution));
                checkedParts += parts.Length;
            }
        }

        Assert.True(checkedParts > 80, checkedParts.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_reference_case_of_mix_and_rate_holds()
    {
        JsonElement[] cases = [.. Cases.Where(static c => c.GetProperty("function").GetString() == "mix_rate")];
        Assert.NotEmpty(cases);
        foreach (JsonElement one in cases)
        {
            (string, (long, long), (long, long))[] segments = [.. one.GetProperty("inputs").GetProperty("before_n_k").EnumerateArray().Zip(one.GetProperty("inputs").GetProperty("after_n_k").EnumerateArray(),
                static (b, a) => (b.ToString(), (b[1].GetInt64(), b[0].GetInt64()), (a[1].GetInt64(), a[0].GetInt64())))];
            MixRateDecomposition change = MixRateDecomposition.Of(segments)!;
            JsonElement expect = one.GetProperty("expect");
            Assert.Equal(expect.GetProperty("change").GetDouble(), change.Change, 13);
            Assert.Equal(expect.GetProperty("mix_total").GetDouble(), change.Mix, 13);
            Assert.Equal(expect.GetProperty("rate_total").GetDouble(), change.Rate, 13);
            Assert.Equal(expect.GetProperty("simpson_reversal").GetBoolean(), change.IsSimpsonReversal);
            Assert.Equal(expect.GetProperty("mix_centered").EnumerateArray().Select(static e => Math.Round(e.GetDouble(), 12)), change.Parts.Select(static p => Math.Round(p.Mix, 12)));
            Assert.Equal(expect.GetProperty("rate_effect").EnumerateArray().Select(static e => Math.Round(e.GetDouble(), 12)), change.Parts.Select(static p => Math.Round(p.Rate, 12)));
        }
    }

    [Fact]
    public void The_order_of_chain_substitution_counts_and_that_of_shapley_does_not()
    {
        ChangeFactor[] factors = [new("leads", 400, 360), new("rate", 0.10m, 0.12m), new("size", 50_000, 47_000)];
        Assert.Equal([-213_200m, 368_800m, -125_200m], ChangeDecomposition.Of(factors).Rounded(2).Select(static p => p.Contribution).Select(static c => decimal.Round(c, 0)));
        Assert.Equal(30_400m, ChangeDecomposition.Of(factors).Change);
        decimal first = ChangeDecomposition.Of(factors, DecompositionMethod.ChainSubstitution).Parts[0].Contribution;
        decimal last = ChangeDecomposition.Of([factors[2], factors[1], factors[0]], DecompositionMethod.ChainSubstitution).Parts[2].Contribution;
        Assert.Equal((-200_000m, -225_600m), (first, last));
    }

    [Property]
    public Property Parts_add_up_to_the_change_and_rounded_parts_to_the_cent() => Prop.ForAll(
        Arb.From(Gen.ListOf(from before in Gen.Choose(0, 5_000) from after in Gen.Choose(0, 5_000) from scale in Gen.Elements(1m, 100m, 5_000m) select (Before: before / scale, After: after / scale))),
        pairs =>
        {
            if (pairs.Count is 0 or > 6)
                return;
            ChangeFactor[] factors = [.. pairs.Select(static (p, i) => new ChangeFactor($"f{i}", p.Before, p.After))];
            foreach (DecompositionMethod method in Enum.GetValues<DecompositionMethod>())
            {
                ChangeDecomposition change = ChangeDecomposition.Of(factors, method);
                if (change.Reason is not null)
                    continue;
                Assert.Equal(change.Change, change.Parts.Sum(static p => p.Contribution));
                Assert.Equal(decimal.Round(change.Change, 2), change.Rounded(2).Sum(static p => p.Contribution));
                Assert.All(change.Rounded(2).Zip(change.Parts), static pair => Assert.InRange(pair.First.Contribution - pair.Second.Contribution, -0.01m, 0.01m));
            }
        });

    [Property]
    public Property Shapley_is_the_mean_over_all_orders() => Prop.ForAll(
        Arb.From(Gen.ListOf(from before in Gen.Choose(0, 50) from after in Gen.Choose(0, 50) select (Before: (decimal)before, After: (decimal)after), 4)),
        pairs =>
        {
            ChangeFactor[] factors = [.. pairs.Select(static (p, i) => new ChangeFactor($"f{i}", p.Before, p.After))];
            ChangeDecomposition change = ChangeDecomposition.Of(factors);
            var sums = new decimal[4];
            foreach (int[] order in Orders([0, 1, 2, 3]))
            {
                ChangeDecomposition chain = ChangeDecomposition.Of([.. order.Select(i => factors[i])], DecompositionMethod.ChainSubstitution);
                for (int i = 0; i < 4; i++)
                    sums[order[i]] += chain.Parts[i].Contribution;
            }

            for (int i = 0; i < 4; i++)
                Assert.InRange(change.Parts[i].Contribution - (sums[i] / 24), -1e-10m, 1e-10m); // parts keep twelve decimals
        });

    [Fact]
    public void A_segment_that_appears_is_all_mix_and_no_cases_give_no_rate()
    {
        MixRateDecomposition change = MixRateDecomposition.Of([("old", (10, 100), (10, 100)), ("new", (0, 0), (50, 100))])!;
        Assert.Equal(0, change.Rate, 12);
        Assert.Equal(0.2, change.Mix, 12);
        Assert.Null(MixRateDecomposition.Of([("old", (0, 0), (1, 2))]));
        Assert.Throws<ArgumentException>(() => MixRateDecomposition.Of([("old", (3, 2), (1, 2))]));
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
