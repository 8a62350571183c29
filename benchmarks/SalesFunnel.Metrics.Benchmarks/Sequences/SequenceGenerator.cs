namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Makes the events of <see cref="SequenceData"/>, entity by entity.</summary>
internal sealed class SequenceGenerator
{
    private const double ReachesFirst = 0.92;
    private const double LogMean = 1.0; // of the number of events beside the first: mean of the whole about 8
    private const double LogDeviation = 1.4;
    private const double OtherStepShare = 0.40; // of the events that are not of the chain: 53 % of all are steps
    private const double TieShare = 0.04;
    private const int SpanDays = 60;
    private const long Day = 86_400_000;
    private const double MeanGapDays = 0.35;
    private static readonly double[] s_reaches = [1, 0.40, 0.20, 0.12, 0.08, 0.06, 0];
    private static readonly long s_start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly long[] _entities;
    private readonly long[] _dense;
    private readonly long[] _at;
    private readonly byte[] _types;
    private readonly long _stride;
    private readonly int[] _places = new int[SequenceData.Steps];
    private SplitMix _random = new(20240101);

    public SequenceGenerator(int events)
    {
        _entities = new long[events];
        _dense = new long[events];
        _at = new long[events];
        _types = new byte[events];
        _stride = (long.MaxValue / ((events / 2L) + 16)) & ~1L; // ids ascend through the whole range: sparse, and sorted as they are made
    }

    public SequenceData Generate()
    {
        int next = 0;
        int entities = 0;
        for (; next < _entities.Length; entities++)
            next = AddEntity(next, entities);
        return new SequenceData { Entities = _entities, At = _at, Types = _types, DenseEntities = _dense, EntityCount = entities, LastAt = _at.Max(), Layout = EventLayout.Sorted };
    }

    private int AddEntity(int next, int number)
    {
        long id = (number * _stride) + (long)(_random.Next() % (ulong)_stride);
        int level = Level();
        int length = Math.Clamp(1 + (int)Math.Exp(LogMean + (LogDeviation * Normal())), Math.Max(level, 1), SequenceData.MaxEventsPerEntity);
        length = Math.Min(length, _entities.Length - next);
        level = Math.Min(level, length);
        Span<long> at = _at.AsSpan(next, length);
        Span<byte> types = _types.AsSpan(next, length);
        _entities.AsSpan(next, length).Fill(id);
        _dense.AsSpan(next, length).Fill(number);
        FillTimes(at);
        FillTypes(at, types, level);
        return next + length;
    }

    private int Level()
    {
        if (_random.Fraction() >= ReachesFirst)
            return 0;
        double roll = _random.Fraction();
        int level = 1;
        while (roll < s_reaches[level])
            level++;
        return level;
    }

    private void FillTimes(Span<long> at)
    {
        double gap = Math.Min(MeanGapDays, 50.0 / at.Length) * Day;
        long time = s_start + (long)(_random.Fraction() * 10 * Day);
        if (at.Length < 60)
            time = s_start + (long)(_random.Fraction() * (SpanDays - (at.Length * MeanGapDays)) * Day);
        for (int i = 0; i < at.Length; i++)
        {
            if (i > 0 && _random.Fraction() >= TieShare)
                time += 1 + (long)_random.Exponential(gap);
            at[i] = time;
        }
    }

    private void FillTypes(Span<long> at, Span<byte> types, int level)
    {
        types.Clear();
        level = ChooseChain(at, level);
        for (int step = 0; step < level; step++)
            types[_places[step]] = (byte)(step + 1);
        long lastUseful = long.MinValue / 2; // of a step that the lacking one could follow
        for (int i = 0; i < types.Length; i++)
        {
            bool canLack = level > 0 && at[i] - lastUseful > SequenceData.WindowMilliseconds && (i + 1 == at.Length || at[i + 1] > at[i]);
            if (types[i] == SequenceData.Foreign && _random.Fraction() < OtherStepShare)
                types[i] = OtherStep(level, canLack);
            if (types[i] != SequenceData.Foreign && types[i] <= level)
                lastUseful = at[i];
        }

        for (int i = 1; i < types.Length; i++)
        {
            if (at[i] == at[i - 1] && types[i] > types[i - 1] && _random.Below(2) == 0)
                (types[i], types[i - 1]) = (types[i - 1], types[i]); // the later step stands first: only a rule for ties lets it count
        }
    }

    /// <summary>Chooses places for the chain: different events that end within the window. Where there are too few, the level falls.</summary>
    private int ChooseChain(ReadOnlySpan<long> at, int level)
    {
        if (level == 0)
            return 0;
        int from = _random.Below(at.Length - level + 1);
        int last = from;
        while (last + 1 < at.Length && at[last + 1] - at[from] <= SequenceData.WindowMilliseconds)
            last++;
        level = Math.Min(level, last - from + 1);
        for (int step = 0; step < level; step++)
        {
            _places[step] = step == 0 ? from : from + _random.Below(last - from - (level - step - 1) + 1);
            from = _places[step] + 1;
        }

        return level;
    }

    /// <summary>A step that does not make the longest chain longer: one it has, one beyond the lacking one, or the lacking one where it comes too early or too late.</summary>
    private byte OtherStep(int level, bool canLack)
    {
        int lacking = level + 1;
        if (lacking > SequenceData.Steps || (canLack && _random.Below(2) == 0))
            return (byte)(lacking > SequenceData.Steps ? 1 + _random.Below(SequenceData.Steps) : lacking);
        if (level > 0 && (lacking == SequenceData.Steps || _random.Below(3) < 2))
            return (byte)(1 + _random.Below(level));
        return (byte)(lacking + 1 + _random.Below(SequenceData.Steps - lacking));
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.Fraction())) * Math.Cos(2 * Math.PI * _random.Fraction());
}
