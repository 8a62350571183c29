namespace SalesFunnel.Metrics;

/// <summary>Keeps every dated visit, for exact quantiles and survival curves.</summary>
internal sealed class VisitRecorder
{
    private VisitRecord[] _visits = new VisitRecord[256];

    private int _count;

    public void Add(int cell, int stage, VisitEnd end, long micros)
    {
        if (_count == _visits.Length)
            Array.Resize(ref _visits, _count * 2);
        _visits[_count++] = new VisitRecord(micros, cell, (byte)stage, end);
    }

    public VisitDuration[] ToDurations(StageHistoryCounter counter)
    {
        var durations = new VisitDuration[_count];
        for (int i = 0; i < _count; i++)
        {
            VisitRecord visit = _visits[i];
            durations[i] = new VisitDuration(counter.Cells.KeyOf(visit.Cell, counter.Segments), visit.Stage, visit.End, visit.Micros);
        }

        return durations;
    }

    private readonly record struct VisitRecord(long Micros, int Cell, byte Stage, VisitEnd End);
}
