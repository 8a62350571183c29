using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>A file that lists the stages of all pipelines: ids, labels, order, and which are won.</summary>
internal sealed class StageList
{
    private readonly Dictionary<string, StageListEntry> _byId = new(StringComparer.Ordinal);

    private StageList()
    {
    }

    public int Count => _byId.Count;

    public static StageList Read(ExportFile file, Func<string, Stream>? openFile)
    {
        var list = new StageList();
        var probe = new FunnelMapping { Name = file.Name, Stages = [new("Open"), new("Won")], OpenFile = openFile };
        using var table = new CsvTable(file.Path, file.Name, probe);
        int[] columns = table.Columns(probe, "stages", ("id", file.Column(ColumnRole.StageId)), ("label", file.Column(ColumnRole.StageLabel)), ("order", file.Column(ColumnRole.StageOrder)),
            ("isWon", file.Column(ColumnRole.IsWon)), ("isClosed", file.Column(ColumnRole.IsClosed)));
        while (table.Read())
        {
            if (table.IsMalformed || table.FieldCount < table.Header.Count || table.Field(columns[0]).IsEmpty)
                continue;
            bool won = StatusReader.TryReadFlag(table.Field(columns[3]), out bool isWon) && isWon;
            bool closed = columns[4] >= 0 && StatusReader.TryReadFlag(table.Field(columns[4]), out bool isClosed) && isClosed;
            double order = double.TryParse(table.Field(columns[2]), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.MaxValue;
            string id = table.Field(columns[0]).ToString();
            list._byId.TryAdd(id, new StageListEntry(id, table.Field(columns[1]).ToString(), order, won ? DealStatus.Won : closed ? DealStatus.Lost : DealStatus.Open));
        }

        return list;
    }

    public StageListEntry? Find(string id) => _byId.GetValueOrDefault(id);
}
