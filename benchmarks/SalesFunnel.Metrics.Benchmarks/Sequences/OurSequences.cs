using System.Runtime.InteropServices;
using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Our side of the sequence task. Until the tracker is here a dictionary stands in for it, and its rows say so.</summary>
internal sealed class OurSequences
{
    public const string Kept = "stand-in (SequenceTracker, buffers kept): dictionary by ref";
    public const string Cold = "stand-in (SequenceTracker, cold): dictionary by ref";
    public const string Dense = "stand-in (SequenceTracker, dense ids): dictionary by ref";
    public const string Sorted = "stand-in (SortedSequenceCounter): dictionary by ref";
    public const string FromFile = "stand-in (Parquet columns into SequenceTracker): dictionary by ref";

    private readonly Dictionary<long, Levels> _entities = [];

    public static IEnumerable<Contender> Contenders(SequenceData data)
    {
        foreach (string name in data.Layout == EventLayout.Sorted ? (string[])[Sorted] : [Kept, Cold, Dense])
        {
            yield return new Contender(name, 1, () => HandWritten.DictionaryByRef(data)) { IsStandIn = true };
            yield return new Contender(name, 2, () => HandWritten.DictionaryByRefOnTwoThreads(data)) { IsStandIn = true };
        }
    }

    public void Add(ReadOnlySpan<long> entities, ReadOnlySpan<long> at, ReadOnlySpan<byte> types)
    {
        for (int i = 0; i < entities.Length; i++)
        {
            if (types[i] != SequenceData.Foreign)
                CollectionsMarshal.GetValueRefOrAddDefault(_entities, entities[i], out _).Add(types[i], at[i]);
        }
    }

    public Measured Finish()
    {
        var counts = new long[SequenceData.Steps + 1];
        foreach (Levels levels in _entities.Values)
            counts[levels.Level]++;
        return HandWritten.Reached(counts);
    }
}
