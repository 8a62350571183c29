using System.Globalization;
using SalesFunnel.Metrics.KillTests;

// Usage: [KILLS] [--seed N] [--lanes N] | child FOLDER STREAM ROUND
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["child", var folder, var stream, var round])
    return await Child.RunAsync(folder, int.Parse(stream, CultureInfo.InvariantCulture), int.Parse(round, CultureInfo.InvariantCulture));

int kills = args.Length > 0 && int.TryParse(args[0], out int asked) ? asked : 1_000;
return await KillRun.RunAsync(Console.Out, kills, Value("--seed", 1), Value("--lanes", Environment.ProcessorCount)) ? 0 : 1;

int Value(string name, int absent) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : absent;
