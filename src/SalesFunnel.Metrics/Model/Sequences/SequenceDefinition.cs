using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesFunnel.Metrics;

/// <summary>An event sequence: steps that an entity does in order within a window of time.</summary>
/// <remarks>A chain of length k is events e₁ … e_k, e_i accepted by step i, each event used at most once, times not decreasing, and last − first ≤ window (inclusive). The
/// level of an entity is its longest chain. Options change this; see <see cref="SequenceRules"/> and docs/semantics.md. Immutable; build one with <see cref="Create"/>.</remarks>
public sealed class SequenceDefinition
{
    /// <summary>The largest number of steps.</summary>
    public const int MaxSteps = 64;

    /// <summary>The largest number of exclusions.</summary>
    public const int MaxExclusions = 64;

    /// <summary>The largest number of different event names.</summary>
    public const int MaxEventNames = 255;

    private readonly Dictionary<string, byte> _types = new(StringComparer.Ordinal);
    private readonly ulong[] _stepsByType = new ulong[256];
    private readonly ulong[] _exclusionsByType = new ulong[256];

    internal SequenceDefinition(string name, IReadOnlyList<SequenceStep> steps, IReadOnlyList<SequenceExclusion> exclusions, TimeSpan window, SequenceRules rules)
    {
        Name = name;
        Steps = steps;
        Exclusions = exclusions;
        Window = window;
        Rules = rules;
        EventNames = ReadEvents();
        Fingerprint = ComputeFingerprint();
    }

    /// <summary>Gets the name. Not part of the fingerprint.</summary>
    public string Name { get; }

    /// <summary>Gets the steps in order.</summary>
    public IReadOnlyList<SequenceStep> Steps { get; }

    /// <summary>Gets the exclusions.</summary>
    public IReadOnlyList<SequenceExclusion> Exclusions { get; }

    /// <summary>Gets the longest time from the first step to the last, inclusive.</summary>
    public TimeSpan Window { get; }

    /// <summary>Gets the choices that change the count.</summary>
    public SequenceRules Rules { get; }

    /// <summary>Gets the names of the events that matter; the type code of a name is its place + 1. Code 0 is any other event.</summary>
    public IReadOnlyList<string> EventNames { get; }

    /// <summary>Gets a 64-bit hash of everything that changes a count; two definitions with equal fingerprints count alike.</summary>
    /// <remarks>First eight bytes, little-endian, of the SHA-256 of a canonical text.</remarks>
    public ulong Fingerprint { get; }

    /// <summary>Gets a value indicating whether events that no step and no exclusion names can change a count.</summary>
    internal bool CountsForeignEvents { get; private set; }

    /// <summary>Starts the definition of a sequence.</summary>
    /// <param name="name">What the sequence is called in reports.</param>
    public static SequenceBuilder Create(string name) => new(name);

    /// <summary>Gets the type code of an event name: 1 … 255 for a name that matters, 0 for any other.</summary>
    /// <param name="eventName">The name, compared ordinally.</param>
    public byte TypeOf(string eventName) => _types.GetValueOrDefault(eventName);

    /// <summary>Gets the type code of an event name without a string.</summary>
    /// <param name="eventName">The name, compared ordinally.</param>
    public byte TypeOf(ReadOnlySpan<char> eventName) => _types.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(eventName, out byte type) ? type : (byte)0;

    /// <summary>Gets the steps that a type of event does, one bit a step.</summary>
    /// <param name="type">A type code.</param>
    public ulong StepsOf(byte type) => _stepsByType[type];

    /// <summary>Gets the exclusions that a type of event triggers, one bit an exclusion.</summary>
    /// <param name="type">A type code.</param>
    public ulong ExclusionsOf(byte type) => _exclusionsByType[type];

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {string.Join(" > ", Steps.Select(static s => s.Name))} within {Window}";

    private List<string> NamesInOrder()
    {
        var names = new List<string>();
        foreach (string name in Steps.SelectMany(static s => s.Events).Concat(Exclusions.SelectMany(static e => e.Events)))
        {
            if (name != SequenceStep.AnyEvent && _types.TryAdd(name, (byte)(names.Count + 1)))
                names.Add(name);
        }

        return names;
    }

    private System.Collections.ObjectModel.ReadOnlyCollection<string> ReadEvents()
    {
        List<string> names = NamesInOrder();
        foreach (SequenceStep step in Steps)
            Mark(_stepsByType, step.Events, step.Index, names.Count);
        for (int i = 0; i < Exclusions.Count; i++)
            Mark(_exclusionsByType, Exclusions[i].Events, i, names.Count);
        CountsForeignEvents = _stepsByType[0] != 0 || _exclusionsByType[0] != 0
            || (Rules.Between == DirectScope.AllEvents && Steps.Any(static s => s.FollowsDirectly))
            || Rules is { Dialect: SequenceDialect.PostHog, DialectMode: (int)PostHogOrder.Strict }
            || (Rules.Dialect == SequenceDialect.ClickHouse && ((ClickHouseModes)Rules.DialectMode).HasFlag(ClickHouseModes.StrictOrder));
        return names.AsReadOnly();
    }

    private void Mark(ulong[] masks, IReadOnlyList<string> events, int bit, int names)
    {
        foreach (string name in events)
        {
            if (name == SequenceStep.AnyEvent)
            {
                for (int type = 0; type <= names; type++)
                    masks[type] |= 1UL << bit;
            }
            else
            {
                masks[_types[name]] |= 1UL << bit;
            }
        }
    }

    private ulong ComputeFingerprint()
    {
        var text = new StringBuilder("salesfunnel-sequence/1");
        text.Append(CultureInfo.InvariantCulture, $"\nw{Window.Ticks}");
        text.Append(CultureInfo.InvariantCulture, $"\nr{(int)Rules.Ties},{(int)Rules.Reuse},{(int)Rules.Order},{(int)Rules.Between},{(int)Rules.Exclusions},{(int)Rules.Attempts},{(int)Rules.Unit},{(int)Rules.Dialect},{Rules.DialectMode}");
        foreach (SequenceStep step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"\ns{step.Name.Length}:{step.Name}:{step.FollowsDirectly},{step.MinGap.Ticks},{step.MaxGap?.Ticks ?? -1},{step.IsOptional},{step.IsAnchored}");
            AppendNames(text, step.Events);
        }

        foreach (SequenceExclusion exclusion in Exclusions)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nx{exclusion.From},{exclusion.To}");
            AppendNames(text, exclusion.Events);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AppendNames(StringBuilder text, IReadOnlyList<string> names)
    {
        foreach (string name in names) // lengths make the text unambiguous whatever the names hold
            text.Append(CultureInfo.InvariantCulture, $"|{name.Length}:{name}");
    }
}
