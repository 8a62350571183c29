namespace SalesFunnel.Metrics.Data;

/// <summary>Which stage a text of the stage column means.</summary>
internal sealed class StageTexts
{
    public const int Lost = -2;

    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public StageTexts(FunnelMapping mapping)
    {
        for (int i = 0; i < mapping.Stages.Count; i++)
        {
            MappedStage stage = mapping.Stages[i];
            foreach (string text in stage.Names.Count > 0 ? stage.Names : [stage.Key])
                _byText.TryAdd(text.Trim(), i);
        }

        foreach (string text in mapping.Lost)
            _byText.TryAdd(text.Trim(), Lost);
        _bySpan = _byText.GetAlternateLookup<ReadOnlySpan<char>>();
        Expected = $"one of {string.Join(", ", _byText.Keys)}";
    }

    public string Expected { get; }

    public bool TryGet(ReadOnlySpan<char> text, out int stage) => _bySpan.TryGetValue(text, out stage);
}
