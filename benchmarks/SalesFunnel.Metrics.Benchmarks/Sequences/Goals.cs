using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>What is to be reached, and whether it is.</summary>
internal sealed class Goals
{
    private readonly List<string> _rows = [];

    /// <summary>Adds a goal: so many times as fast as a peer.</summary>
    public void Faster(string goal, Section section, Contender ours, Contender peer, double wanted) =>
        Add(goal, ours, string.Create(CultureInfo.InvariantCulture, $"{peer.Name}, {section.Speed(peer.Median):0.0} Mev/s"), section.Speed(ours.Median), peer.Median / ours.Median, peer.Best / ours.Best, wanted, reached: peer.Median / ours.Median >= wanted);

    /// <summary>Adds a goal: at least a share of a bound.</summary>
    public void ShareOf(string goal, Section section, Contender ours, string bound, double boundSpeed, double wanted) =>
        Add(goal, ours, string.Create(CultureInfo.InvariantCulture, $"{bound}, {boundSpeed:0} Mev/s"), section.Speed(ours.Median), section.Speed(ours.Median) / boundSpeed, section.Speed(ours.Best) / boundSpeed, wanted, reached: section.Speed(ours.Median) / boundSpeed >= wanted);

    public void Write(TextWriter output)
    {
        output.WriteLine("| goal | ours, Mev/s | beside | ratio of medians | of bests | to reach | reached |");
        output.WriteLine("|---|---:|---|---:|---:|---:|---|");
        foreach (string row in _rows)
            output.WriteLine(row);
        output.WriteLine();
    }

    private void Add(string goal, Contender ours, string beside, double speed, double medians, double bests, double wanted, bool reached) => _rows.Add(string.Create(CultureInfo.InvariantCulture,
        $"| {goal} ({ours.Name}, {ours.Threads} {(ours.Threads == 1 ? "thread" : "threads")}) | {speed:0.0} | {beside} | {medians:0.00} | {bests:0.00} | {wanted:0.0#} | {(ours.IsStandIn ? "not measured" : reached ? "yes" : "**no**")} |"));
}
