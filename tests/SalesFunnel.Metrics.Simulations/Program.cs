using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Simulations;

// Usage: dotnet run --project tests/SalesFunnel.Metrics.Simulations -c Release. Prints Markdown; exit code 1 when a gate fails.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
long start = Stopwatch.GetTimestamp();
var verdicts = new Verdicts(Console.Out);
ProportionTables.OneRate(verdicts);
ProportionTables.TwoRates(verdicts);
CensoredTables.Median(verdicts);
CensoredTables.Incidence(verdicts);
CensoringExperiment.Run(verdicts);
verdicts.Line($"{verdicts.Gates - verdicts.Failures.Count} of {verdicts.Gates} gates hold.");
foreach (string failure in verdicts.Failures)
    verdicts.Line($"- {failure}");
await Console.Error.WriteLineAsync(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
return verdicts.Failures.Count == 0 ? 0 : 1;
