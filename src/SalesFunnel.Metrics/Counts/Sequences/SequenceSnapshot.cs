using System.Globalization;
using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>How far entities got in a sequence, as of a time: entities by step and ending, and where kept the chains themselves. Immutable; shards of disjoint entities merge exactly.</summary>
public sealed partial class SequenceSnapshot
{
    internal const int Endings = 4;

    private readonly long[] _reached;
    private readonly long[] _ended; // by furthest step × ending

    internal SequenceSnapshot(SequenceHeader header, long[] reached, long[] ended, SequenceChains? chains)
    {
        Header = header;
        _reached = reached;
        _ended = ended;
        Chains = chains;
    }

    /// <summary>Gets the sequence.</summary>
    public SequenceDefinition Definition => Header.Definition;

    /// <summary>Gets the time at which endings were judged.</summary>
    public DateTimeOffset AsOf => EventTime.FromUnixMicros(SequenceTime.ToMicros(Header.AsOf, Header.Resolution));

    /// <summary>Gets the unit of the times in chains and samples.</summary>
    public TimeResolution Resolution => Header.Resolution;

    /// <summary>Gets the number of events given, rejected ones included.</summary>
    public long Events => Header.Events;

    /// <summary>Gets the number of times that an entity was forgotten; see <see cref="SequenceOptions.ForgetAfter"/>. They stay in the counts, so one that returns counts again.</summary>
    public long Forgotten => Header.Forgotten;

    /// <summary>Gets what was rejected, by reason; only reasons that occurred.</summary>
    public IReadOnlyList<RejectedSequenceEvents> Rejections => Header.Rejections;

    /// <summary>Gets the shards that were counted; empty = the whole.</summary>
    public IReadOnlyList<Partition> Partitions => Header.Partitions;

    /// <summary>Gets the chains, one an entity (more where attempts are counted or a breakdown says so), or <c>null</c> when only counts were kept.</summary>
    public SequenceChains? Chains { get; }

    /// <summary>Gets the number of entities (or attempts) that entered: did any step.</summary>
    public long Entered => _ended.Sum();

    internal SequenceHeader Header { get; }

    internal ReadOnlySpan<long> ReachedCounts => _reached;

    internal ReadOnlySpan<long> EndedCounts => _ended;

    /// <summary>Gets how many entities (or attempts) did a step.</summary>
    /// <param name="step">0-based index of the step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sequence has no such step.</exception>
    public long Reached(int step)
    {
        RequireStep(step);
        return _reached[step];
    }

    /// <summary>Gets how many entities (or attempts) have a step as their furthest and stand there in a given way.</summary>
    /// <param name="step">0-based index of the furthest step.</param>
    /// <param name="ending">How they stand.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sequence has no such step, or the ending is not defined.</exception>
    public long EndedAt(int step, SequenceEnding ending)
    {
        RequireStep(step);
        if (!Enum.IsDefined(ending))
            throw new ArgumentOutOfRangeException(nameof(ending), ending, "The ending is not a member of SequenceEnding.");
        return _ended[(step * Endings) + (int)ending];
    }

    /// <summary>Counts chains, and brings them into order.</summary>
    internal static SequenceSnapshot Of(SequenceHeader header, SequenceChains chains)
    {
        chains.Sort();
        int steps = header.Definition.Steps.Count;
        var reached = new long[steps];
        var ended = new long[steps * Endings];
        for (int i = 0; i < chains.Count; i++)
        {
            ulong done = chains.DoneAt(i);
            if (done == 0)
                continue;
            ended[((63 - BitOperations.LeadingZeroCount(done)) * Endings) + (int)chains.EndingAt(i)]++;
            for (; done != 0; done &= done - 1)
                reached[BitOperations.TrailingZeroCount(done)]++;
        }

        return new SequenceSnapshot(header, reached, ended, chains);
    }

    internal SequenceSnapshot WithoutChains() => new(Header, _reached, _ended, chains: null);

    private void RequireStep(int step)
    {
        if (step < 0 || step >= _reached.Length)
            throw new ArgumentOutOfRangeException(nameof(step), step, string.Create(CultureInfo.InvariantCulture, $"The sequence has steps 0 to {_reached.Length - 1}."));
    }
}
