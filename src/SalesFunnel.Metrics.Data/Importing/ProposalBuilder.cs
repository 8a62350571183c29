namespace SalesFunnel.Metrics.Data;

/// <summary>Puts what single files show together into one mapping.</summary>
internal sealed class ProposalBuilder
{
    private readonly IReadOnlyList<string> _statedFormats;
    private readonly List<Finding> _findings = [];
    private readonly List<string> _notes = [];
    private readonly ExportFile? _list;
    private readonly ExportFile? _history;
    private readonly ExportFile? _merges;
    private readonly ExportFile? _stageFile;

    private ProposalBuilder(IReadOnlyList<ExportFile> files, IReadOnlyList<string> statedFormats)
    {
        _statedFormats = statedFormats;
        _list = Single(files, ShapeKind.List);
        _history = Single(files, ShapeKind.History);
        _merges = Single(files, ShapeKind.Merges);
        _stageFile = Single(files, ShapeKind.Stages);
    }

    private ExportFile Main => _history ?? _list!;

    public static MappingProposal Build(IReadOnlyList<string> paths, IReadOnlyList<string> statedFormats, Func<string, Stream>? openFile, CancellationToken cancellation)
    {
        if (paths.Count == 0)
            throw new FunnelDataException("No file was given.");
        string folder = FolderOf(paths[0]);
        if (paths.FirstOrDefault(p => FolderOf(p) != folder) is { } elsewhere)
            throw new FunnelDataException($"The files must stand in one folder, because a mapping names files relative to its own. '{paths[0]}' and '{elsewhere}' do not.");
        var files = new List<ExportFile>();
        foreach (string path in paths)
        {
            if (ExportFile.Open(path, KnownExports.Systems, openFile, cancellation) is { } file)
                files.Add(file);
            else if (paths.Count == 1)
                return WithoutSystem(path, folder, statedFormats, openFile, cancellation);
            else
                throw NotRecognised(path);
        }

        if (files.Find(f => f.Shape.System != files[0].Shape.System) is { } other)
            throw new FunnelDataException($"{files[0].Name} is of {files[0].Shape.System} ({files[0].Shape.What}) and {other.Name} of {other.Shape.System} ({other.Shape.What}). Only files of one system can be joined; read them apart.");
        return new ProposalBuilder(files, statedFormats).Propose(folder, openFile);
    }

    // No system: a log of stage changes by its columns, else a table of deals by names that many tables use.
    private static MappingProposal WithoutSystem(string path, string folder, IReadOnlyList<string> statedFormats, Func<string, Stream>? openFile, CancellationToken cancellation)
    {
        FunnelDataException problem;
        try
        {
            FunnelMapping mapping = LogConvention.Guess(path, openFile);
            mapping = mapping with { DateFormats = statedFormats };
            return new MappingProposal(mapping, "log of stage changes", [.. FindingsOf(mapping)]);
        }
        catch (FunnelDataException e)
        {
            problem = e;
        }

        return ExportFile.Open(path, KnownExports.Generic, openFile, cancellation) is { } file && file.Stages.Count > 0
            ? new ProposalBuilder([file], statedFormats).Propose(folder, openFile)
            : throw problem;
    }

    private static IEnumerable<Finding> FindingsOf(FunnelMapping mapping)
    {
        LogTable log = mapping.Log!;
        yield return new Finding("log.id", log.Id, Certainty.Likely, "the name of the column");
        yield return new Finding("log.stage", log.Stage, Certainty.Likely, "the name of the column");
        yield return new Finding("log.enteredAt", log.EnteredAt, Certainty.Likely, "the name of the column");
        foreach (MappedStage stage in mapping.Stages)
            yield return new Finding($"stages.{stage.Key}", stage.Key, Certainty.Likely, "the order in which most deals pass them");
    }

    private static FunnelDataException NotRecognised(string path)
    {
        string name = Path.GetFileName(path);
        return new FunnelDataException(
            $"{name}: this is no export of a system that is known ({string.Join(", ", KnownExports.Systems.Select(static s => s.System).Distinct())}), and only such files can be joined. "
            + "Give it alone, or write a funnel.json that says what its columns mean.");
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";

    private static ExportFile? Single(IReadOnlyList<ExportFile> files, ShapeKind kind)
    {
        ExportFile[] all = [.. files.Where(f => f.Shape.Kind == kind)];
        return all.Length <= 1 ? all.FirstOrDefault() : throw new FunnelDataException(
            $"{all[0].Name} and {all[1].Name} are both of the kind '{all[0].Shape.What}'. Give one file of each kind; put the rows of both into one file if they belong together.");
    }

    private MappingProposal Propose(string folder, Func<string, Stream>? openFile)
    {
        if (_list is null && _history is null)
            throw new FunnelDataException($"{(_merges ?? _stageFile)!.Name} holds {(_merges ?? _stageFile)!.Shape.What}, which says nothing about where deals are. Give the deals or their history with it.");
        StageList? labels = _stageFile is null ? null : StageList.Read(_stageFile, openFile);
        StageProposal stages = StageProposal.Of(Main, labels);
        ExportShape shape = Main.Shape;
        _notes.Add($"Recognised: {string.Join("; ", new[] { _history, _list, _merges, _stageFile }.OfType<ExportFile>().Select(static f => $"{f.Name} as {f.Shape.What}, {f.Shape.System}"))}. The stages: {string.Join(" > ", stages.Stages.Select(static s => s.Label ?? s.Key))}. 'salesfunnel init' writes down what was understood, so that it can be changed.");
        _notes.AddRange(new[] { _history, _list }.OfType<ExportFile>().SelectMany(static f => f.Shape.Notes));
        foreach (ExportFile file in new[] { _history, _list }.OfType<ExportFile>().Where(static f => f.ImpossibleProbabilities.Count > 0))
            _notes.Add($"{file.Name} has probabilities above 100 % (line {string.Join(", ", file.ImpossibleProbabilities.Take(10).Select(static l => l.ToString(System.Globalization.CultureInfo.InvariantCulture)))}); no figure depends on them.");
        if (Main.Stages.Count == 0 && Main.StageDates.Count == 0)
            _notes.Add($"The column '{Main.Column(ColumnRole.Stage)}' of {Main.Name} names no stage, so the stages are made up.");
        LogTable? log = _history is null ? null : LogOf(_history);
        DealsTable? deals = _list is null ? null : DealsOf(_list, stages, isSource: log is null);
        var mapping = new FunnelMapping
        {
            Name = Path.GetFileNameWithoutExtension(Main.Name),
            Stages = stages.Stages,
            Lost = stages.Lost,
            Log = log,
            Deals = deals,
            Merges = _merges is null ? null : new MergesTable(_merges.Name, _merges.Column(ColumnRole.Survivor)!, _merges.Column(ColumnRole.Merged)!),
            Currency = CurrencyOf(),
            Ids = shape.HasSalesforceIds ? IdForm.Salesforce : IdForm.Exact,
            Dimensions = DimensionsOf(),
            Folder = folder,
            OpenFile = openFile,
            Source = string.Join(" + ", new[] { _history, _list, _merges }.OfType<ExportFile>().Select(static f => f.Name)),
            Notes = _notes.AsReadOnly(),
        };
        _findings.AddRange(stages.Findings);
        return new MappingProposal(mapping, shape.System, _findings.AsReadOnly());
    }

    private LogTable LogOf(ExportFile file)
    {
        string? Column(ColumnRole role, string property) => Take(file, role, $"log.{property}");
        DateFormatChoice dates = file.DatesOf(_statedFormats);
        _findings.Add(new Finding("log.dateFormats", dates.Formats.Count == 0 ? "ISO 8601" : string.Join(", ", dates.Formats), dates.Certainty, dates.Reason));
        return new LogTable(file.Name, Column(ColumnRole.Id, "id")!, Column(ColumnRole.Stage, "stage")!, Column(ColumnRole.At, "enteredAt")!)
        {
            Amount = Column(ColumnRole.Amount, "amount"),
            Currency = Column(ColumnRole.Currency, "currency"),
            Previous = Column(ColumnRole.Previous, "previous"),
            Deleted = Column(ColumnRole.Deleted, "deleted"),
            LossReason = Column(ColumnRole.Reason, "lossReason"),
            Field = file.Shape.Field is { } field ? field with { Column = Column(ColumnRole.Field, "field.column")! } : null,
            DateFormats = dates.Formats,
        };
    }

    private DealsTable DealsOf(ExportFile file, StageProposal stages, bool isSource)
    {
        string? Column(ColumnRole role, string property) => Take(file, role, $"deals.{property}");
        DealsTable table = new(file.Name, Column(ColumnRole.Id, "id")!)
        {
            Amount = Column(ColumnRole.Amount, "amount"),
            Currency = Column(ColumnRole.Currency, "currency"),
            LossReason = Column(ColumnRole.Reason, "lossReason"),
            Deleted = Column(ColumnRole.Deleted, "deleted"),
            Status = Column(ColumnRole.Status, "status"),
            MergedIds = Column(ColumnRole.MergedIds, "mergedIds"),
            ZeroIsNoAmount = file.Shape.ZeroIsNoAmount,
        };
        if (!isSource)
            return table;
        DateFormatChoice dates = file.DatesOf(_statedFormats);
        _findings.Add(new Finding("deals.dateFormats", dates.Formats.Count == 0 ? "ISO 8601" : string.Join(", ", dates.Formats), dates.Certainty, dates.Reason));
        string[] closed = [.. new[] { ColumnRole.Closed, ColumnRole.WonAt, ColumnRole.LostAt }.Select(role => Column(role, "closed")).OfType<string>()];
        foreach ((string label, string column, _) in file.StageDates)
            _findings.Add(new Finding($"deals.stageDates.{stages.KeyOf(label)}", column, file.Shape.IsGeneric ? Certainty.Likely : Certainty.Certain, "the name of the column holds that of the stage"));
        return table with
        {
            Stage = Column(ColumnRole.Stage, "stage"),
            IsWon = Column(ColumnRole.IsWon, "isWon"),
            IsClosed = Column(ColumnRole.IsClosed, "isClosed"),
            IsActive = Column(ColumnRole.IsActive, "isActive"),
            Created = Column(ColumnRole.Created, "created"),
            Closed = closed,
            StageSince = Column(ColumnRole.StageSince, "stageSince"),
            StageDates = [.. file.StageDates.Select(d => new StageDate(stages.KeyOf(d.Label), d.Column))],
            DateFormats = dates.Formats,
        };
    }

    private string? Take(ExportFile file, ColumnRole role, string subject)
    {
        if (file.Column(role) is not { } column)
            return null;
        Certainty certainty = file.Findings.Find(f => f.Role == role).Certainty;
        _findings.Add(new Finding(subject, column, certainty, certainty == Certainty.Certain ? $"a column of {file.Shape.System}" : "the name of the column"));
        return column;
    }

    private CurrencySetting? CurrencyOf()
    {
        ExportFile? file = new[] { _list, _history }.FirstOrDefault(static f => f?.Column(ColumnRole.Currency) is not null);
        if (file is null)
            return null;
        string most = file.Currencies.Count == 0 ? "?" : file.Currencies.OrderByDescending(static c => c.Value).ThenBy(static c => c.Key, StringComparer.Ordinal).First().Key;
        bool isOnly = file.Currencies.Count <= 1;
        _findings.Add(new Finding("currency.base", most, isOnly ? Certainty.Certain : Certainty.Likely, isOnly ? "the only one" : "most deals are in it; deals in another one count without amount until \"rates\" gives its worth"));
        return new CurrencySetting(most);
    }

    private List<MappedDimension> DimensionsOf()
    {
        var dimensions = new List<MappedDimension>();
        if (_list is not { } file)
            return dimensions;
        if (file.Pipelines.Count > 1)
            AddDimension("pipeline", ColumnRole.Pipeline);
        AddDimension("owner", ColumnRole.Owner);
        AddDimension("source", ColumnRole.Source);
        return dimensions;

        void AddDimension(string name, ColumnRole role)
        {
            string called = file.Shape.IsGeneric ? file.Column(role) ?? name : name;
            if (Take(file, role, $"dimensions.{called}") is { } column)
                dimensions.Add(new MappedDimension(called, column, DimensionSource.Deals));
        }
    }
}
