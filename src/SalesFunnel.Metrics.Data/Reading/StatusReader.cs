namespace SalesFunnel.Metrics.Data;

/// <summary>What a status beside the stage, or a yes-or-no column, says.</summary>
internal sealed class StatusReader
{
    private static readonly string[] Yes = ["true", "yes", "y", "1", "t", "да", "д", "истина"];
    private static readonly string[] No = ["false", "no", "n", "0", "f", "нет", "н", "ложь"];

    private readonly Dictionary<string, DealStatus> _byText = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DealStatus>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public StatusReader(StatusTexts texts)
    {
        Add(texts.Open, DealStatus.Open);
        Add(texts.Won, DealStatus.Won);
        Add(texts.Lost, DealStatus.Lost);
        Add(texts.Deleted, DealStatus.Deleted);
        _bySpan = _byText.GetAlternateLookup<ReadOnlySpan<char>>();
        Expected = $"one of {string.Join(", ", _byText.Keys)}";
    }

    public const string FlagExpected = "yes or no: true, false, 1, 0, yes, no, y, n, да, нет";

    public string Expected { get; }

    public bool TryGet(ReadOnlySpan<char> text, out DealStatus status) => _bySpan.TryGetValue(text, out status);

    /// <summary>Reads yes or no; an empty text is no.</summary>
    public static bool TryReadFlag(ReadOnlySpan<char> text, out bool value)
    {
        value = IsOneOf(text, Yes);
        return value || text.IsEmpty || IsOneOf(text, No);
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] texts)
    {
        foreach (string candidate in texts)
        {
            if (text.Equals(candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private void Add(IReadOnlyList<string> texts, DealStatus status)
    {
        foreach (string text in texts)
            _byText.TryAdd(text.Trim(), status);
    }
}
