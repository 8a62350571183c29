namespace SalesFunnel.Metrics;

/// <summary>The order in which the counters of a cell are saved: independent of how <see cref="CellLayout"/> packs them in memory.</summary>
internal sealed class CellPlaces
{
    private readonly int[] _places;
    private readonly bool[] _isPartOfSum; // of a 128-bit sum, so any 64 bits are allowed

    public CellPlaces(CellLayout layout)
    {
        var places = new List<(int Place, bool IsPartOfSum)>();
        void Counter(int place) => places.Add((place, false));
        void Sum(int place)
        {
            places.Add((place, true));
            places.Add((place + 1, true));
        }

        for (int stage = 0; stage < layout.OpenStages; stage++)
        {
            Counter(CellLayout.FarOpen(stage));
            Counter(CellLayout.FarLost(stage));
            Counter(CellLayout.FarWon(stage));
            Counter(CellLayout.InStage(stage));
            Counter(CellLayout.LostFrom(stage));
            Counter(CellLayout.Touched(stage));
            Counter(CellLayout.Strict(stage));
            Counter(CellLayout.Visits(stage));
            Counter(CellLayout.RegressedDeals(stage));
            Counter(CellLayout.RegressMoves(stage));
            Counter(CellLayout.Untimed(stage));
            for (VisitEnd end = VisitEnd.Onward; end <= VisitEnd.StillOpen; end++)
            {
                Counter(layout.Times(stage, end));
                Sum(layout.Times(stage, end) + 1);
            }
        }

        Counter(layout.EverWon);
        Counter(layout.ReopenedDeals);
        Counter(layout.Reopenings);
        Counter(layout.StrictWon);
        Counter(layout.VisitsWon);
        Counter(layout.PricedWon);
        Sum(layout.WonAmount);
        _places = [.. places.Select(static p => p.Place)];
        _isPartOfSum = [.. places.Select(static p => p.IsPartOfSum)];
    }

    public int Count => _places.Length;

    public int this[int index] => _places[index];

    public bool IsPartOfSum(int index) => _isPartOfSum[index];
}
