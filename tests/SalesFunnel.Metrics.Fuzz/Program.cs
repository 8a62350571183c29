using System.Diagnostics;
using System.Globalization;
using System.Text;
using SalesFunnel.Metrics.Fuzz;

// Usage: identities [COUNT] | sequences [COUNT] [--workers N] | levels [COUNT] [--workers N] | states [COUNT] [--first N] [--workers N] | [COUNT] [--first N] [--workers N] [--exports FOLDER] | --show CASE [--exports FOLDER]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["states", ..])
{
    long states = args.Length > 1 && long.TryParse(args[1], out long wanted) ? wanted : 1_000_000;
    return StateFuzz.Run(Console.Out, long.Parse(Value("--first") ?? "0", CultureInfo.InvariantCulture), states, Workers()) ? 0 : 1;
}

if (args is ["identities", ..])
    return IdentityRun.Run(Console.Out, args.Length > 1 && int.TryParse(args[1], out int logs) ? logs : 10_000) ? 0 : 1;

if (args is ["sequences", ..])
    return SequenceRun.Run(Console.Out, args.Length > 1 && int.TryParse(args[1], out int streams) ? streams : 100_000, Workers()) ? 0 : 1;

if (args is ["levels", ..])
    return LevelRun.Run(Console.Out, args.Length > 1 && int.TryParse(args[1], out int counted) ? counted : 100_000, Workers()) ? 0 : 1;

string? exports = Value("--exports") ?? FuzzSeeds.FindExports();
IReadOnlyList<FuzzSeed> seeds = FuzzSeeds.All(exports);
if (Value("--show") is { } shown)
{
    var input = new FuzzCase(seeds, long.Parse(shown, CultureInfo.InvariantCulture));
    FuzzOutcome outcome = input.Run(out string? problem);
    Console.WriteLine($"case {shown} ({input.Seed}): {outcome} {problem}\n{Encoding.UTF8.GetString(input.Damaged)}");
    return 0;
}

long count = args.Length > 0 && long.TryParse(args[0], out long asked) ? asked : 50_000;
long first = long.Parse(Value("--first") ?? "0", CultureInfo.InvariantCulture);
int told = 0;
long start = Stopwatch.GetTimestamp();
var run = new FuzzRun(seeds, perInput: TimeSpan.FromSeconds(20));
run.Run(first, count, Workers(), Show);
Show(run);
foreach ((string seed, long read) in run.ReadBySeed.OrderBy(static s => s.Key, StringComparer.Ordinal))
    Console.WriteLine($"  read from {seed}: {read:N0}");
if (run.Hang is { } hang)
    Console.WriteLine($"case {hang} took longer than 20 s");
return run.IsClean ? 0 : 1;

void Show(FuzzRun state)
{
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    string counts = string.Join(", ", state.Outcomes.Select(static (n, i) => $"{(FuzzOutcome)i} {n:N0}"));
    Console.WriteLine($"{state.Done:N0} inputs from {seeds.Count} seeds in {seconds:N0} s ({state.Done / seconds:N0}/s): {counts}; slowest {state.Slowest.TotalMilliseconds:N0} ms");
    foreach (string problem in state.Problems.Skip(told))
        Console.WriteLine(problem);
    told = state.Problems.Count;
}

string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

int Workers() => int.Parse(Value("--workers") ?? Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
