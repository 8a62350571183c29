using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>One damaged input: made from its number alone, read, and judged.</summary>
public sealed class FuzzCase
{
    private const int ReportsOneIn = 24;

    private readonly FuzzSeed _seed;
    private readonly byte[] _damaged;
    private readonly bool _withReport;

    public FuzzCase(IReadOnlyList<FuzzSeed> seeds, long number)
    {
        var random = new FuzzRandom((ulong)number);
        Number = number;
        _seed = random.Of(seeds);
        _withReport = random.OneIn(ReportsOneIn);
        _damaged = Mutator.Mutate(_seed.Files[_seed.Target], random);
    }

    public long Number { get; }

    public string Seed => _seed.Name;

    public ReadOnlySpan<byte> Damaged => _damaged;

    /// <summary>Reads the input; what went wrong, if anything did, is told in words.</summary>
    public FuzzOutcome Run(out string? problem)
    {
        problem = null;
        try
        {
            FunnelMapping mapping = Mapping();
            problem = Judge(FunnelReader.Read(mapping));
            return problem is null ? FuzzOutcome.Read : FuzzOutcome.SilentSkip;
        }
        catch (MappingException e)
        {
            return Typed(e, FuzzOutcome.RefusedMapping, out problem);
        }
        catch (FunnelDataException e)
        {
            return Typed(e, FuzzOutcome.RefusedData, out problem);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            problem = e.ToString();
            return FuzzOutcome.Crash;
        }
    }

    private FunnelMapping Mapping() => _seed.HasMapping
        ? FunnelMapping.Parse(Encoding.UTF8.GetString(ContentOf(FuzzSeed.Mapping))) with { OpenFile = Open }
        : MappingProposal.For([.. _seed.Files.Keys], null, Open).Mapping;

    private MemoryStream Open(string path)
    {
        string name = Path.GetFileName(path);
        return _seed.Files.ContainsKey(name)
            ? new MemoryStream(ContentOf(name))
            : throw new FunnelDataException($"There is no file '{path}'.");
    }

    private byte[] ContentOf(string name) => name == _seed.Target ? _damaged : _seed.Files[name];

    private FuzzOutcome Typed(Exception e, FuzzOutcome outcome, out string? problem)
    {
        // A message names the file that it is about, and never shows the inside of the program.
        bool named = outcome == FuzzOutcome.RefusedMapping || _seed.Files.Keys.Any(name => e.Message.Contains(name, StringComparison.Ordinal)) || e.Message.StartsWith("There is no file", StringComparison.Ordinal)
            || _seed.Target == FuzzSeed.Mapping;
        problem = !named || e.Message.Contains("   at ", StringComparison.Ordinal) || e.Message.Length < 20 ? e.Message : null;
        return problem is null ? outcome : FuzzOutcome.PoorMessage;
    }

    private string? Judge(FunnelData data)
    {
        ReadSummary summary = data.Summary;
        string file = data.Mapping.Log?.File ?? data.Mapping.Deals!.File;
        FileSummary main = summary.Files.First(f => f.File == file);
        StageSnapshot counts = data.Log.Count();

        // Every row of the file that tells what happened is used, refused with a reason, or counted as a note or as being about another field.
        long refused = counts.Rejections.CountOf(RejectReason.NotRepresentable) + counts.Rejections.CountOf(RejectReason.UnknownStage);
        long passed = summary.FooterRows + summary.RowsOfOtherFields;
        if (main.Rows - main.Used - refused is var open && (open < 0 || open > passed || (summary.Files.Count == 1 && open != passed)))
            return Text($"{main.Rows} rows, {main.Used} used, but {refused} refused and {passed} passed over");
        if (counts.Leads > main.Used || counts.Leads != counts.Open + counts.Lost + counts.Won)
            return Text($"{counts.Leads} leads of {main.Used} rows: {counts.Open} open, {counts.Lost} lost, {counts.Won} won");

        // A defect may leave its row in, so there can be more defects than rows left out, but never fewer.
        long left = summary.Files.Sum(static f => f.Rows - f.Used) - passed;
        long defects = summary.TotalDefects - summary.CountOf(RowDefect.DealWithoutLog);
        if (defects < left || (data.Mapping.Log is not null && defects - left > summary.CountOf(RowDefect.BadAmount)))
            return Text($"{left} rows left out over all files, but {defects} defects told");
        FileFormat format = summary.Formats.First(f => f.File == file);
        if (LinesIn(file, format) is { } lines && lines != main.Rows)
            return Text($"{lines} lines with text after the header, but {main.Rows} rows");
        return _withReport ? JudgeReport(data, counts) ?? JudgeCheck(data) : null;
    }

    // Without quotes every line that is not blank is a row: counted here by other means than the reader's.
    private long? LinesIn(string file, FileFormat format)
    {
        byte[] content = ContentOf(Path.GetFileName(file)); // a damaged mapping may put a folder before the name
        if (format.IsPacked || content.Contains((byte)'"'))
            return null;
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(format.Encoding) ?? Encoding.GetEncoding(format.Encoding);
        string text = encoding.GetString(content).TrimStart('\uFEFF');
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            return null;
        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
        int header = Array.FindIndex(lines, static l => !string.IsNullOrWhiteSpace(l));
        return header != 0 ? null : lines.Skip(1).LongCount(l => !string.IsNullOrWhiteSpace(l) || l.Contains(format.Delimiter, StringComparison.Ordinal));
    }

    private static string? JudgeReport(FunnelData data, StageSnapshot counts)
    {
        FunnelReport report = FunnelReport.Of(data.Log, new FunnelReportOptions
        {
            By = [.. data.Mapping.Dimensions.Select(static d => d.Name).Take(1)],
            Cohort = CohortUnit.Quarter,
            Zone = data.Mapping.TimeZone,
            DimensionValues = data.DimensionValues,
            Spend = data.Spend,
            Revenues = data.Revenues,
            Margin = data.Mapping.Margin,
            PlaceOf = data.PlaceOf,
        });
        using JsonDocument json = JsonDocument.Parse(ReportJson.ToText(report));
        if (ReportText.ToText(report).Length < 100 || ReportMarkdown.ToText(report).Length < 100)
            return "an empty report";
        return counts.Leads != report.Segments.Sum(static s => s.Figures.Snapshot.Leads) && report.Segments.Count > 0 ? "segments do not add up to all deals" : null;
    }

    private static string? JudgeCheck(FunnelData data)
    {
        HygieneReport report = HygieneCheck.Run(data.Mapping, new HygieneOptions { AsOf = new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero) });
        foreach (DefectCount defect in data.Summary.Defects)
        {
            if (report.Findings.FirstOrDefault(f => f.Rule == defect.Defect.ToString()) is not { } finding || finding.Count < defect.Count)
                return Text($"{defect.Count} rows with {defect.Defect}, which the check does not tell");
        }

        return report.Deals.All == report.Deals.Won + report.Deals.Lost + report.Deals.Open ? null : "the deals of the check do not add up";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
