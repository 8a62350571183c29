using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>The univariate data sets of NIST's Statistical Reference Datasets. Digits = −log10 of the relative distance from the certified value.</summary>
public class NistUnivariateTests
{
    [Theory] // by construction: the first value, then pairs
    [InlineData("NumAcc1", 10_000_001, 10_000_003, 10_000_002, 1, 10_000_002, 1, 15, 15)]
    [InlineData("NumAcc2", 1.2, 1.1, 1.3, 500, 1.2, 0.1, 14, 13)]
    [InlineData("NumAcc3", 1_000_000.2, 1_000_000.1, 1_000_000.3, 500, 1_000_000.2, 0.1, 14, 9)]
    [InlineData("NumAcc4", 10_000_000.2, 10_000_000.1, 10_000_000.3, 500, 10_000_000.2, 0.1, 14, 8)]
    public void The_hard_cases_keep_their_digits(string name, double first, double second, double third, int pairs, double mean, double deviation, int meanDigits, int deviationDigits)
    {
        double[] values = [first, .. Enumerable.Range(0, pairs).SelectMany(_ => new[] { second, third })];
        Check(name, Moments.Of(values), mean, deviation, meanDigits, deviationDigits);
        // Merged from parts, as snapshots are.
        Check(name + " merged", values.Chunk(7).Select(part => Moments.Of(part)).Aggregate((a, b) => a.Merge(b)), mean, deviation, meanDigits, deviationDigits);
    }

    [NistTheory]
    [InlineData("Lew", 15, 14)]
    [InlineData("Lottery", 14, 14)]
    [InlineData("Mavro", 15, 12)]
    public void The_measured_data_sets_keep_their_digits(string name, int meanDigits, int deviationDigits)
    {
        string[] lines = File.ReadAllLines(Path.Combine(NistTheoryAttribute.Folder!, name + ".dat"));
        double Certified(string label) => double.Parse(lines.First(line => line.StartsWith(label, StringComparison.Ordinal)).Split(':')[1].Split('(')[0], CultureInfo.InvariantCulture);
        int data = Array.FindIndex(lines, line => line.StartsWith("Data: Y", StringComparison.Ordinal)) + 2;
        double[] values = [.. lines.Skip(data).Where(line => line.Trim().Length > 0).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal(Certified("Number of Observations"), values.Length);
        Check(name, Moments.Of(values), Certified("Sample Mean"), Certified("Sample Standard Deviation"), meanDigits, deviationDigits);
    }

    private static void Check(string name, Moments moments, double mean, double deviation, int meanDigits, int deviationDigits)
    {
        (double ofMean, double ofDeviation) = (Digits(moments.Mean!.Value, mean), Digits(moments.StandardDeviation!.Value, deviation));
        Assert.True(ofMean >= meanDigits && ofDeviation >= deviationDigits, FormattableString.Invariant($"{name} has {ofMean:0.0} digits of the mean and {ofDeviation:0.0} of the deviation."));
    }

    private static double Digits(double value, double certified) => value.Equals(certified) ? 16 : -Math.Log10(Math.Abs((value / certified) - 1));
}
