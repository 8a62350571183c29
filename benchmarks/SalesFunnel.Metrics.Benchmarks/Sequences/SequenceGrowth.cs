using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Our own engine at two sizes: how the time of an event grows with the number of entities.</summary>
internal static class SequenceGrowth
{
    private const int Factor = 10;
    private const int Rounds = 5;
    private const double Wanted = 1.3;

    public static void Run(TextWriter output, int events)
    {
        Section[] small = Measure(output, events);
        Section[] large = Measure(output, checked(events * Factor));
        output.WriteLine("| ten times the events | threads | ns an event, small | large | growth | to reach | reached |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---|");
        for (int i = 0; i < small.Length; i++)
        {
            foreach (Contender before in small[i].Contenders)
            {
                Contender after = large[i][before.Name, before.Threads];
                double growth = small[i].Speed(before.Median) / large[i].Speed(after.Median);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {before.Name} | {before.Threads} | {1e3 / small[i].Speed(before.Median):0.0} | {1e3 / large[i].Speed(after.Median):0.0} | {growth:0.00} | {Wanted} | {(growth <= Wanted ? "yes" : "**no**")} |"));
            }
        }
    }

    private static Section[] Measure(TextWriter output, int events)
    {
        SequenceData sorted = SequenceData.Sorted(events);
        Section b = new Section(Title(sorted), events, [.. OurSequences.Contenders(sorted)]).Run(output, Rounds);
        SequenceData byTime = sorted.ByTime();
        Section a = new Section(Title(byTime), events, [.. OurSequences.Contenders(byTime)]).Run(output, Rounds);
        return [a, b];
    }

    private static string Title(SequenceData data) =>
        string.Create(CultureInfo.InvariantCulture, $"{data.Events:N0} events of {data.EntityCount:N0} entities, {(data.Layout == EventLayout.Sorted ? "by entity, then time" : "by time")}");
}
