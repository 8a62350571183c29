namespace SalesFunnel.Metrics.KillTests;

/// <summary>A source as a broker holds it: numbered events of deals that no other source has, made from a seed alone.</summary>
public sealed class KillSource
{
    private const int FewestEvents = 1_000;
    private const int MostEvents = 2_500;

    private readonly List<long> _numbers = [];
    private readonly Random _random;
    private readonly List<(long Deal, bool OnHold)> _deals = [];
    private readonly bool _hasSeqs;
    private long _at;
    private long _nextDeal;

    /// <param name="seed">Number of the stream.</param>
    /// <param name="ordinal">0-based position of the source in the stream.</param>
    public KillSource(int seed, int ordinal)
    {
        Name = "partition " + (char)('a' + ordinal);
        _random = new Random((seed * KillInput.SourceCount) + ordinal);
        _hasSeqs = ordinal == 1;
        _at = EventTime.ToUnixMicros(KillInput.Start);
        _nextDeal = ordinal;
        long number = _random.Next(-20, 1_000);
        for (int left = _random.Next(FewestEvents, MostEvents); left > 0; left--)
        {
            number += _random.Next(4) == 0 ? _random.Next(2, 9) : 1; // offsets have gaps
            if (_random.Next(10) >= 3) // else a tie
                _at += _random.Next(1, 200_000_000);
            DealEvent next = Next();
            _numbers.Add(number);
            Events.Add(_hasSeqs ? next with { Seq = number } : next);
        }
    }

    public string Name { get; }

    public EventBuffer Events { get; } = new();

    public ReadOnlySpan<long> Numbers => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_numbers);

    /// <summary>Position of the first event with a larger number.</summary>
    public int IndexAfter(long number)
    {
        int at = _numbers.BinarySearch(number);
        return at >= 0 ? at + 1 : ~at;
    }

    private DealEvent Next()
    {
        if (_deals.Count == 0 || _random.Next(5) == 0)
            return NewDeal();
        int which = Math.Max(0, _deals.Count - 1 - (int)(_deals.Count * _random.NextDouble() * _random.NextDouble()));
        (long deal, bool onHold) = _deals[which];
        if (onHold)
        {
            _deals[which] = (deal, false);
            return Of(deal, DealEventKind.Resume);
        }

        switch (_random.Next(40))
        {
            case 0:
                _deals.RemoveAt(which);
                return Of(deal, DealEventKind.Deleted);
            case 1:
                _deals.RemoveAt(which);
                return Of(deal, DealEventKind.MergedInto, value: deal + KillInput.SourceCount);
            case < 4:
                _deals[which] = (deal, true);
                return Of(deal, DealEventKind.Hold);
            case < 7:
                return Of(deal, DealEventKind.Amount, value: _random.Next(1, 90_000) * 100L);
            case < 9:
                return Of(deal, DealEventKind.Segment, stage: 1, segment: _random.Next(4));
            case 9:
                return Of(deal, DealEventKind.CloseDate, value: _at);
            case 10:
                return Of(deal, DealEventKind.Customer, value: 77);
            case < 16:
                return Of(deal, DealEventKind.Won, value: _random.Next(3) == 0 ? DealEvent.NoValue : _random.Next(1, 90_000) * 100L);
            case < 22:
                return Of(deal, DealEventKind.Lost, value: _random.Next(6));
            default: // onward, back, again into the same stage, or open again after an outcome
                return Of(deal, DealEventKind.Enter, stage: _random.Next(KillInput.Definition.Stages.Count));
        }
    }

    private DealEvent NewDeal()
    {
        long deal = _nextDeal;
        _nextDeal += KillInput.SourceCount;
        _deals.Add((deal, false));
        DealEvent first = Of(deal, DealEventKind.Enter, stage: _random.Next(6) == 0 ? 1 : 0, segment: _random.Next(5) == 0 ? DealEvent.NoValue : _random.Next(5));
        return _random.Next(30) == 0 ? first with { AtUnixMicros = EventTime.Undated } : first;
    }

    private DealEvent Of(long deal, DealEventKind kind, int stage = 0, long value = DealEvent.NoValue, long segment = DealEvent.NoValue) =>
        new(deal, _at, DealEvent.NoSeq, kind, stage, value, segment);
}
