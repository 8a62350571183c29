using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Data;

/// <summary>What the check remembers of the deals: about a hundred bytes each, however many rows they have.</summary>
internal sealed class DealTraces
{
    private readonly EntityIndex _ids = new();
    private readonly List<DealTrace> _traces = [];

    public int Count => _traces.Count;

    public ReadOnlySpan<DealTrace> All => CollectionsMarshal.AsSpan(_traces);

    /// <summary>The id as the reader compares it.</summary>
    public static ReadOnlySpan<char> Id(FunnelMapping mapping, ReadOnlySpan<char> text) => mapping.Ids == IdForm.Salesforce && text.Length == 18 ? text[..15] : text;

    public string IdOf(int deal) => _ids.OuterId(deal);

    public ref DealTrace GetOrAdd(ReadOnlySpan<char> id, long line)
    {
        int index = (int)_ids.GetOrAdd(id);
        if (index == _traces.Count)
            _traces.Add(DealTrace.StartingAt(line));
        return ref CollectionsMarshal.AsSpan(_traces)[index];
    }

    public bool TryGet(ReadOnlySpan<char> id, out int index)
    {
        bool known = _ids.TryGet(id, out long found);
        index = (int)found;
        return known;
    }

    public ref DealTrace At(int index) => ref CollectionsMarshal.AsSpan(_traces)[index];

    /// <summary>Deals whose ids differ from an earlier one in upper and lower case only.</summary>
    public IEnumerable<(int Deal, int Earlier)> ChangingCase()
    {
        var seen = new Dictionary<string, int>(Count, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < Count; i++)
        {
            if (!seen.TryAdd(_ids.OuterId(i), i))
                yield return (i, seen[_ids.OuterId(i)]);
        }
    }
}
