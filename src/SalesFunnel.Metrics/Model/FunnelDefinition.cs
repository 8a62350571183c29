using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesFunnel.Metrics;

/// <summary>An ordered list of 2 to 64 stages, of which the last is <em>won</em>; <em>lost</em> is an exit from any other stage.</summary>
/// <remarks>Immutable. Build one with <see cref="Create"/>, or take <see cref="Classic"/>.</remarks>
public sealed class FunnelDefinition
{
    /// <summary>The smallest number of stages: one open stage and the won stage.</summary>
    public const int MinStages = 2;

    /// <summary>The largest number of stages, the won stage included.</summary>
    public const int MaxStages = 64;

    /// <summary>The largest number of segment dimensions.</summary>
    public const int MaxDimensions = 3;

    /// <summary>The name of the dimension that a funnel has when it declares none.</summary>
    public const string DefaultDimension = "segment";

    private readonly Dictionary<string, int> _stageIndexByKey;

    internal FunnelDefinition(string name, IReadOnlyList<Stage> stages, IReadOnlyList<string> dimensions)
    {
        Name = name;
        Stages = stages;
        Dimensions = dimensions;
        _stageIndexByKey = stages.ToDictionary(static s => s.Key, static s => s.Index, StringComparer.Ordinal);
        Fingerprint = ComputeFingerprint(stages, dimensions);
    }

    /// <summary>Gets the classic four-stage funnel: Awareness, Interest, Decision, Purchase.</summary>
    public static FunnelDefinition Classic { get; } = Create("Classic")
        .Stage("Awareness", StageRole.Awareness)
        .Stage("Interest", StageRole.Interest)
        .Stage("Decision", StageRole.Decision)
        .Won("Purchase");

    /// <summary>Gets the name of the funnel. Not part of the fingerprint.</summary>
    public string Name { get; }

    /// <summary>Gets the stages in order; the last one is won.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Gets the names of the segment dimensions, one to three.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>Gets the number of stages that a deal can stay in: all but the last.</summary>
    public int OpenStageCount => Stages.Count - 1;

    /// <summary>Gets the index of the won stage: the last.</summary>
    public int WonIndex => Stages.Count - 1;

    /// <summary>Gets a 64-bit hash of the stage keys, roles and dimensions; two funnels with equal fingerprints count alike.</summary>
    /// <remarks>First eight bytes, little-endian, of the SHA-256 of a canonical text. Labels and the name do not enter.</remarks>
    public ulong Fingerprint { get; }

    /// <summary>Starts the definition of a funnel.</summary>
    /// <param name="name">What the funnel is called in reports.</param>
    public static FunnelBuilder Create(string name) => new(name);

    /// <summary>Finds a stage by its key.</summary>
    /// <returns>The stage's index, or −1 when the funnel has no such stage.</returns>
    /// <param name="key">The key, compared ordinally.</param>
    public int IndexOf(string key) => _stageIndexByKey.GetValueOrDefault(key, -1);

    /// <summary>Finds the stage that opens a phase.</summary>
    /// <returns>The index of the first stage with that role, or −1 when the funnel has none.</returns>
    /// <param name="role">The phase.</param>
    public int IndexOf(StageRole role)
    {
        foreach (Stage stage in Stages)
        {
            if (stage.Role == role)
                return stage.Index;
        }

        return -1;
    }

    /// <summary>Finds a dimension by its name.</summary>
    /// <returns>The dimension's 0-based position, or −1.</returns>
    /// <param name="dimension">The name, compared ordinally.</param>
    public int IndexOfDimension(string dimension)
    {
        for (int i = 0; i < Dimensions.Count; i++)
        {
            if (string.Equals(Dimensions[i], dimension, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {string.Join(" > ", Stages.Select(static s => s.Label))}";

    internal int RequireStage(string key) => IndexOf(key) is var index and >= 0
        ? index
        : throw new ArgumentException($"Funnel '{Name}' has no stage '{key}'. Its stages are: {string.Join(", ", Stages.Select(static s => s.Key))}.", nameof(key));

    internal int RequireDimension(string dimension) => IndexOfDimension(dimension) is var index and >= 0
        ? index
        : throw new ArgumentException($"Funnel '{Name}' has no dimension '{dimension}'. Its dimensions are: {string.Join(", ", Dimensions)}.", nameof(dimension));

    private static ulong ComputeFingerprint(IReadOnlyList<Stage> stages, IReadOnlyList<string> dimensions)
    {
        var text = new StringBuilder("salesfunnel/1");
        foreach (Stage stage in stages) // lengths make the text unambiguous whatever the keys hold
            text.Append(CultureInfo.InvariantCulture, $"\ns{stage.Key.Length}:{stage.Key}:{(int)(stage.Role ?? 0)}");
        foreach (string dimension in dimensions)
            text.Append(CultureInfo.InvariantCulture, $"\nd{dimension.Length}:{dimension}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
