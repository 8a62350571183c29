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

    /// <summary>Adds a move that one row tells whole, with the stage it leaves and the one it enters.</summary>
    public void AddMove(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        if (_stages.Count >= MaxStages)
            return;
        (int From, int To) move = ((int)_stages.GetOrAdd(from), (int)_stages.GetOrAdd(to));
        _moves[move] = _moves.GetValueOrDefault(move) + 1;
    }

    /// <summary>The stages by the strongest chain of moves that leads from one to the other; first seen first where none is stronger.</summary>
    /// <remarks>Schulze's method. Deals that go A to B and others that go B to C put A before C, though none goes from A to C.</remarks>
    /// <param name="isReversed">Whether the rows came from new to old, so that each move was seen backwards.</param>
    public IEnumerable<string> InOrder(bool isReversed = false)
    {
        int count = _stages.Count;
        var strength = new long[count, count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                (long forward, long back) = isReversed ? (Moves(b, a), Moves(a, b)) : (Moves(a, b), Moves(b, a));
                strength[a, b] = forward > back ? forward : 0;
            }
        }

        for (int via = 0; via < count; via++)
        {
            for (int a = 0; a < count; a++)
            {
                for (int b = 0; b < count; b++)
                    strength[a, b] = Math.Max(strength[a, b], Math.Min(strength[a, via], strength[via, b]));
            }
        }

        return Enumerable.Range(0, count)
            .OrderByDescending(a => Enumerable.Range(0, count).Count(b => strength[a, b] > strength[b, a]))
            .ThenBy(static i => i).Select(i => _stages.OuterId(i));
    }

    private long Moves(int from, int to) => _moves.GetValueOrDefault((from, to));
}
