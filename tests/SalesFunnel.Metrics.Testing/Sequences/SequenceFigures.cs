using System.Globalization;

namespace SalesFunnel.Metrics.Testing;

/// <summary>A snapshot of a sequence as text, so that two can be compared.</summary>
public static class SequenceFigures
{
    /// <summary>All figures of a snapshot, but the number of events, which a shard counts apart; and its chains if it has them.</summary>
    public static string Text(SequenceSnapshot snapshot)
    {
        IEnumerable<string> steps = Enumerable.Range(0, snapshot.Definition.Steps.Count)
            .Select(step => string.Create(CultureInfo.InvariantCulture, $"{snapshot.Reached(step)}[{string.Join(' ', Enum.GetValues<SequenceEnding>().Select(e => snapshot.EndedAt(step, e)))}]"));
        IEnumerable<string> rejected = snapshot.Rejections.Select(static r => string.Create(CultureInfo.InvariantCulture, $"{r.Reason} {r.Count} {string.Join(',', r.Samples)}"));
        IEnumerable<string> chains = snapshot.Chains?.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Entity} {c.Ending} {string.Join(',', Enumerable.Range(0, c.Level).Select(c.AtOf))}")) ?? [];
        return string.Join(' ', steps.Concat(rejected).Concat(chains));
    }
}
