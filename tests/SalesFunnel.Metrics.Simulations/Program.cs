using System.Diagnostics;
using System.Globalization;
using SalesFunnel.Metrics.Simulations;

// Usage: dotnet run --project tests/SalesFunnel.Metrics.Simulations -c Release [-- bottlenecks]. Prints Markdown; exit code 1 when a gate fails.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
long start = Stopwatch.GetTimestamp();
var verdicts = new Verdicts(Console.Out);
if (args is ["bottlenecks"])
{
    PlantedLeak.Run(verdicts);
    return Finish();
}

ProportionTables.OneRate(verdicts);
ProportionTables.TwoRates(verdicts);
CensoredTables.Median(verdicts);
CensoredTables.Incidence(verdicts);
CensoringExperiment.Run(verdicts);
PlantedLeak.Run(verdicts);
return Finish();

int Finish()
{
    verdicts.Line($"{verdicts.Gates - verdicts.Failures.Count} of {verdicts.Gates} gates hold.");
    foreach (string failure in verdicts.Failures)
        verdicts.Line($"- {failure}");
    Console.Error.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
    return verdicts.Failures.Count == 0 ? 0 : 1;
}
