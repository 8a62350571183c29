namespace SalesFunnel.Metrics.Testing;

/// <summary>The options that every case of a mode has: one or two that may stand together, or none. The others are drawn.</summary>
/// <remarks>Names are those of the features in the library's table of pairs.</remarks>
public sealed record SequenceMode
{
    private readonly SequenceFeature[] _features;

    private SequenceMode(params SequenceFeature[] features) => _features = features;

    /// <summary>Gets the plain definition, every option, and every pair that the builder allows.</summary>
    public static IReadOnlyList<SequenceMode> All { get; } = [new SequenceMode(), .. Singles(), .. Pairs()];

    public string Name => _features.Length == 0 ? "Plain" : string.Join('+', _features);

    internal bool Has(SequenceFeature feature) => _features.Contains(feature);

    /// <summary>Whether an option may be drawn in addition.</summary>
    internal bool Allows(SequenceFeature feature) => _features.All(f => IsAllowed(f, feature));

    public override string ToString() => Name;

    private static bool IsAllowed(SequenceFeature a, SequenceFeature b) => SequenceOptionPairs.Of(a, b) is SequenceSupport.Streaming or SequenceSupport.Replay;

    private static SequenceFeature[] Own() => [.. Enum.GetValues<SequenceFeature>().Where(static f => f != SequenceFeature.Preset)];

    private static IEnumerable<SequenceMode> Singles() => Own().Select(static f => new SequenceMode(f));

    private static IEnumerable<SequenceMode> Pairs() =>
        from a in Own()
        from b in Own()
        where a < b && IsAllowed(a, b)
        select new SequenceMode(a, b);
}
