using System.Globalization;
using SalesFunnel.Metrics.Statistics;

namespace SalesFunnel.Metrics.Simulations;

/// <summary>Prints the tables and keeps what does not hold.</summary>
internal sealed class Verdicts(TextWriter writer)
{
    private readonly List<string> _failures = [];
    private int _gates;

    public int Gates => _gates;

    public IReadOnlyList<string> Failures => _failures;

    public void Line(string line = "") => writer.WriteLine(line);

    public void Line(FormattableString line) => writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A figure without chance in it lies within its band.</summary>
    public void Exact(string what, double value, double low, double high)
    {
        _gates++;
        if (!(value >= low && value <= high))
            _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:0.0000} is outside {low:0.###} to {high:0.###}."));
    }

    /// <summary>The 99 % interval of a simulated coverage meets its band.</summary>
    public void Simulated(string what, int covered, int replications, double low, double high)
    {
        _gates++;
        ProportionInterval interval = Wilson.Interval(covered, replications, 0.99)!.Value;
        if (interval.High < low || interval.Low > high)
            _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {covered} of {replications} ({interval}) does not meet {low:0.###} to {high:0.###}."));
    }
}
