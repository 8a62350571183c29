namespace SalesFunnel.Metrics.Data;

/// <summary>Takes a piece of text apart into records and fields, for samples: a field that starts with a quote ends with its closing quote.</summary>
internal ref struct RecordScanner(ReadOnlySpan<char> text, char delimiter)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Whether the last record ended with a line break, and not with the text.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Where the last record starts.</summary>
    public int Start { get; private set; }

    /// <summary>Moves to the next record that is not empty, and gives the number of its fields, and if wanted the fields.</summary>
    public bool Next(List<string>? fields, out int count)
    {
        while (_at < _text.Length)
        {
            Start = _at;
            fields?.Clear();
            count = Record(fields);
            if (!_text[Start.._at].IsWhiteSpace())
                return true;
        }

        count = 0;
        return false;
    }

    private int Record(List<string>? fields)
    {
        IsClosed = false;
        for (int count = 1; ; count++)
        {
            fields?.Add(Field());
            if (fields is null)
                SkipField();
            if (_at >= _text.Length)
                return count;
            char end = _text[_at++];
            if (end == delimiter)
                continue;
            IsClosed = true;
            if (end == '\r' && _at < _text.Length && _text[_at] == '\n')
                _at++;
            return count;
        }
    }

    private string Field()
    {
        int start = _at;
        SkipField();
        ReadOnlySpan<char> field = _text[start.._at];
        return field is ['"', .. var inner, '"'] ? inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : field.ToString();
    }

    private void SkipField()
    {
        if (_at < _text.Length && _text[_at] == '"')
            SkipQuotes();
        int length = _text[_at..].IndexOfAny(delimiter, '\n', '\r');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private void SkipQuotes()
    {
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != '"')
                continue;
            if (_at + 1 >= _text.Length || _text[_at + 1] != '"')
            {
                _at++;
                return;
            }

            _at++;
        }
    }
}
