namespace SalesFunnel.Metrics.Data;

/// <summary>The stages that a file shows, in order, each with the texts that mean it.</summary>
internal sealed class StageProposal
{
    private static readonly string[] WonWords = ["won", "success", "signed", "выигр", "успеш", "выполнен", "оплачен"];
    private static readonly string[] LostWords = ["lost", "lose", "failed", "cancel", "провал", "проигр", "не реализ", "отказ", "отмен"];

    private readonly ExportShape _shape;
    private readonly List<Entry> _open = [];
    private readonly List<string> _won = [];
    private readonly List<string> _lost = [];
    private readonly List<Finding> _findings = [];

    private StageProposal(ExportShape shape) => _shape = shape;

    public IReadOnlyList<MappedStage> Stages { get; private set; } = [];

    public IReadOnlyList<string> Lost => _lost;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Sorts the stage texts of a file.</summary>
    /// <param name="file">The file that tells what happened.</param>
    /// <param name="labels">A file with the stages themselves, if there is one.</param>
    /// <exception cref="FunnelDataException">There is no open stage, or there are more than a funnel may have.</exception>
    public static StageProposal Of(ExportFile file, StageList? labels)
    {
        var proposal = new StageProposal(file.Shape);
        foreach (StageVotes votes in file.Stages)
            proposal.Add(votes, labels);
        foreach ((string label, _, _) in file.StageDates)
            proposal.Add(new StageVotes(label), labels);
        proposal.SortAndName(file, labels);
        return proposal;
    }

    /// <summary>The key of the stage that a text means, or the text itself when it means lost.</summary>
    public string KeyOf(string text) =>
        Stages.FirstOrDefault(s => s.Names.Contains(text, StringComparer.Ordinal) || s.Key == text)?.Key ?? text;

    private static bool HasOneOf(string text, string[] words) => Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private int KnownIndex(string text)
    {
        string normal = HeaderNames.NormalStage(text);
        for (int i = 0; i < _shape.Stages.Count; i++)
        {
            if (Array.IndexOf(_shape.Stages[i].Names, normal) >= 0)
                return i;
        }

        return -1;
    }

    private void Add(StageVotes votes, StageList? labels)
    {
        int known = KnownIndex(votes.Text);
        StageListEntry? listed = labels?.Find(votes.Text);
        (DealStatus kind, Certainty certainty, string reason) = KindOf(votes, known, listed);
        if (kind == DealStatus.Won)
            AddText(_won, votes.Text);
        else if (kind == DealStatus.Lost)
            AddText(_lost, votes.Text);
        else
            AddOpen(votes, known, listed);
        if (kind != DealStatus.Open)
            _findings.Add(new Finding($"stages.{votes.Text}", kind == DealStatus.Won ? "won" : "lost", certainty, reason));
    }

    private (DealStatus Kind, Certainty Certainty, string Reason) KindOf(StageVotes votes, int known, StageListEntry? listed)
    {
        if (listed is not null)
            return (listed.Kind, Certainty.Certain, "the file of stages says so");
        if (known >= 0 && votes.WonFlags + votes.LostFlags == 0)
            return (_shape.Stages[known].Kind, _shape.IsGeneric ? Certainty.Likely : Certainty.Certain, _shape.IsGeneric ? "the word" : $"a stage of {_shape.System}");
        long most = Math.Max(votes.WonFlags, Math.Max(votes.LostFlags, votes.OpenFlags));
        if (most > 0 && votes.WonFlags == most)
            return (DealStatus.Won, Certainty.Certain, "its deals are flagged as won");
        if (most > 0 && votes.LostFlags == most)
            return (DealStatus.Lost, Certainty.Certain, "its deals are flagged as closed and not won");
        if (most > 0)
            return (DealStatus.Open, Certainty.Certain, "its deals are flagged as open");
        if (HasOneOf(votes.Text, LostWords))
            return (DealStatus.Lost, Certainty.Likely, "the word");
        return HasOneOf(votes.Text, WonWords) ? (DealStatus.Won, Certainty.Likely, "the word") : (DealStatus.Open, Certainty.Likely, "no word for an outcome");
    }

    private static void AddText(List<string> texts, string text)
    {
        if (!texts.Contains(text, StringComparer.Ordinal))
            texts.Add(text);
    }

    private void AddOpen(StageVotes votes, int known, StageListEntry? listed)
    {
        string normal = HeaderNames.NormalStage(votes.Text);
        Entry? same = _open.Find(e => (known >= 0 && e.Known == known) || HeaderNames.NormalStage(e.Texts[0]) == normal);
        if (same is not null)
        {
            AddText(same.Texts, votes.Text);
            return;
        }

        _open.Add(new Entry { Known = known, Listed = listed, Texts = { votes.Text }, Probability = votes.Probability, FirstSeen = _open.Count });
    }

    private void SortAndName(ExportFile file, StageList? labels)
    {
        (Certainty certainty, string reason) = Sort(file, labels);
        if (_open.Count == 0)
            _open.Add(new Entry { Known = _shape.Stages.Count > 0 && _shape.Stages[0].Kind == DealStatus.Open ? 0 : -1, Texts = { _shape.Stages.Count > 0 && _shape.Stages[0].Kind == DealStatus.Open ? _shape.Stages[0].Names[0] : "Open" } });
        if (_open.Count >= FunnelDefinition.MaxStages)
        {
            throw new FunnelDataException(
                $"{file.Name}: the column '{file.Column(ColumnRole.Stage)}' should hold the stages of a funnel, but has more than 63 different texts that are neither won nor lost. "
                + "Write a funnel.json that names the column, or the stages, and give that instead.");
        }

        var stages = new List<MappedStage>();
        StageRole? highest = null;
        foreach (Entry entry in _open)
        {
            StageRole? role = entry.Known >= 0 ? _shape.Stages[entry.Known].Role : null;
            if (role is { } phase && highest is { } before && phase <= before)
                role = null; // roles follow the order of the stages
            highest = role ?? highest;
            string? label = entry.Listed?.Label is { Length: > 0 } text && text != entry.Texts[0] ? text : LabelOf(entry.Texts[0]);
            stages.Add(new MappedStage(entry.Texts[0]) { Role = role, Label = label, Names = entry.Texts.Count > 1 ? entry.Texts : [] });
            _findings.Add(new Finding($"stages.{entry.Texts[0]}", $"stage {(stages.Count).ToString(System.Globalization.CultureInfo.InvariantCulture)}", certainty, reason));
        }

        string won = _won.Count > 0 ? _won[0] : "Won";
        stages.Add(new MappedStage(stages.Exists(s => s.Key == won) ? "(won)" : won) { Label = _won.Count > 0 ? LabelOf(won) : null, Names = _won.Count > 1 ? _won : [] });
        Stages = stages;
    }

    // What people know an id as: 142 is "Успешно реализовано".
    private string? LabelOf(string text)
    {
        int known = KnownIndex(text);
        if (known < 0 || _shape.Stages[known].Names[0] is not { Length: > 0 } label || label == HeaderNames.NormalStage(text))
            return null;
        return string.Concat(char.ToUpperInvariant(label[0]).ToString(), label.AsSpan(1));
    }

    private (Certainty Certainty, string Reason) Sort(ExportFile file, StageList? labels)
    {
        if (_open.Count > 0 && _open.TrueForAll(static e => e.Listed is not null) && labels is not null)
            return By(static e => e.Listed!.Order, Certainty.Certain, "the order in the file of stages");
        if (_open.TrueForAll(static e => e.Known >= 0))
            return _shape.IsGeneric ? By(static e => e.Known, Certainty.Likely, "the usual order of such names") : By(static e => e.Known, Certainty.Certain, $"the order that {_shape.System} has from the start");
        if (file.StageDates.Count > 0)
            return By(e => IndexOfDate(file, e), Certainty.Likely, "the order of the columns that date stages");
        if (_open.TrueForAll(static e => e.Probability is not null) && _open.Select(static e => e.Probability).Distinct().Count() == _open.Count)
            return By(static e => e.Probability!.Value, Certainty.Likely, "the order of their probabilities");
        if (file.Order.HasMoves)
        {
            string[] order = [.. file.Order.InOrder(file.IsReversed)];
            return By(e => Array.IndexOf(order, e.Texts[0]), Certainty.Likely, "the order in which most deals pass them");
        }

        return By(static e => e.Known >= 0 ? e.Known : 1000 + e.FirstSeen, Certainty.Guessed, _open.Count == 1 ? "the only one" : "the order in which they occur in the file; put them in the right one");
    }

    private static int IndexOfDate(ExportFile file, Entry entry) =>
        file.StageDates.FindIndex(d => HeaderNames.NormalStage(d.Label) == HeaderNames.NormalStage(entry.Texts[0])) is var index and >= 0 ? index : int.MaxValue;

    private (Certainty Certainty, string Reason) By(Func<Entry, double> key, Certainty certainty, string reason)
    {
        List<Entry> sorted = [.. _open.OrderBy(key).ThenBy(static e => e.FirstSeen)];
        _open.Clear();
        _open.AddRange(sorted);
        return (certainty, reason);
    }

    private sealed class Entry
    {
        public int Known { get; init; } = -1;

        public StageListEntry? Listed { get; init; }

        public List<string> Texts { get; } = [];

        public double? Probability { get; init; }

        public int FirstSeen { get; init; }
    }
}
