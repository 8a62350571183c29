namespace SalesFunnel.Metrics.Data;

/// <summary>Orders stages by how often deals enter one after the other.</summary>
internal sealed class StageOrder
{
    private const int MaxStages = 256; // far above what a funnel may have; more means that the column holds something else

    private readonly EntityIndex _stages = new();
    private readonly EntityIndex _deals = new();
    private readonly List<int> _lastStage = [];
    private readonly Dictionary<(int From, int To), long> _moves = [];

    public bool HasMoves => _moves.Count > 0;

    public void Add(ReadOnlySpan<char> deal, ReadOnlySpan<char> stage)
    {
        if (deal.IsEmpty || stage.IsEmpty || (_stages.Count >= MaxStages && !_stages.TryGet(stage, out _)))
            return;
        int current = (int)_stages.GetOrAdd(stage);
        int index = (int)_deals.GetOrAdd(deal);
        if (index == _lastStage.Count)
        {
            _lastStage.Add(current);
            return;
        }

        (int From, int To) move = (_lastStage[index], current);
        _moves[move] = _moves.GetValueOrDefault(move) + 1;
        _lastStage[index] = current;
    }

    /// <summary>A stage that more often precedes than follows another beats it; most beaten first, then first seen first.</summary>
    public IEnumerable<string> InOrder()
    {
        var beaten = new int[_stages.Count];
        for (int a = 0; a < beaten.Length; a++)
        {
            for (int b = 0; b < beaten.Length; b++)
                beaten[a] += _moves.GetValueOrDefault((a, b)) > _moves.GetValueOrDefault((b, a)) ? 1 : 0;
        }

        return Enumerable.Range(0, beaten.Length).OrderByDescending(i => beaten[i]).ThenBy(static i => i).Select(i => _stages.OuterId(i));
    }
}
