using SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Our side of the sequence task. Until the tracker is here a dictionary stands in for it, and its rows say so.</summary>
internal static class OurSequences
{
    public const string Kept = "stand-in (SequenceTracker, buffers kept): dictionary by ref";
    public const string Cold = "stand-in (SequenceTracker, cold): dictionary by ref";
    public const string Dense = "stand-in (SequenceTracker, dense ids): dictionary by ref";
    public const string Sorted = "stand-in (SortedSequenceCounter): dictionary by ref";

    public static IEnumerable<Contender> Contenders(SequenceData data)
    {
        foreach (string name in data.Layout == EventLayout.Sorted ? (string[])[Sorted] : [Kept, Cold, Dense])
        {
            yield return new Contender(name, 1, () => HandWritten.DictionaryByRef(data));
            yield return new Contender(name, 2, () => HandWritten.DictionaryByRefOnTwoThreads(data));
        }
    }
}
