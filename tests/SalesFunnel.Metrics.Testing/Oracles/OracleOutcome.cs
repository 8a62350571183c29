using System.Globalization;

namespace SalesFunnel.Metrics.Testing.Oracles;

/// <summary>One chain that counts.</summary>
/// <param name="Times">By step its time, or null.</param>
/// <param name="Ending">How it stands.</param>
/// <param name="Segment">Under which value.</param>
public sealed record OracleOutcome(IReadOnlyList<long?> Times, SequenceEnding Ending, long Segment)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", Times.Select(static t => t?.ToString(CultureInfo.InvariantCulture) ?? "-"))}] {Ending} segment {Segment}");
}
