namespace SalesFunnel.Metrics.Statistics;

/// <summary>Cumulative incidences of any number of competing causes by the Aalen–Johansen estimate: the shares that have ended by each cause up to a time,
/// with units that have not ended as censored. Won, lost and "went to the next stage" are three such causes.</summary>
/// <remarks>F_k += S(t−)·d_k/n, S by all causes; all shares and the one still open add up to 1. At equal times events come before censorings. Variance by the delta method (equal to the
/// infinitesimal jackknife of R's survival): Σ (F(T) − F(t))² d/(n(n − d)) + S² (n − d_k) d_k/n³ − 2 (F(T) − F(t)) S d_k/n². Memory is
/// 16 bytes for every distinct time, and 16 more for each cause. Sources: O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141–150; E. Marubini,
/// M. G. Valsecchi (1995).</remarks>
public sealed class CompetingRisks
{
    private readonly double[] _times;
    private readonly double[] _open;
    private readonly double[][] _incidence;
    private readonly double[][] _error;
    private readonly CauseAccumulator[] _causes;
    private double _survival = 1;

    private CompetingRisks(int capacity, int causeCount)
    {
        _times = GC.AllocateUninitializedArray<double>(capacity);
        _open = GC.AllocateUninitializedArray<double>(capacity);
        _incidence = new double[causeCount][];
        _error = new double[causeCount][];
        _causes = new CauseAccumulator[causeCount];
        for (int k = 0; k < causeCount; k++)
        {
            _incidence[k] = GC.AllocateUninitializedArray<double>(capacity);
            _error[k] = GC.AllocateUninitializedArray<double>(capacity);
        }
    }

    /// <summary>Gets the number of causes; they are numbered from 1.</summary>
    public int CauseCount => _incidence.Length;

    /// <summary>Gets the number of distinct times.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the last time seen, or <c>null</c> for an empty sample.</summary>
    public double? LastTime => Count > 0 ? _times[Count - 1] : null;

    /// <summary>Estimates the incidences.</summary>
    /// <param name="times">How long each unit was seen; finite, not negative.</param>
    /// <param name="causes">By which cause it ended then, 1 to <paramref name="causeCount"/>; 0 when it was only last seen.</param>
    /// <param name="causeCount">The number of causes, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, a time is negative or not finite, or there is no such cause.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no cause at all.</exception>
    public static CompetingRisks Fit(ReadOnlySpan<double> times, ReadOnlySpan<int> causes, int causeCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(causeCount, 1);
        if (times.Length != causes.Length)
            throw new ArgumentException($"Columns must have equal length: times has {times.Length}, causes {causes.Length}.", nameof(causes));
        SortedTimes.Check(times);
        var sizes = new int[causeCount + 1];
        for (int i = 0; i < causes.Length; i++)
        {
            if ((uint)causes[i] > (uint)causeCount)
                throw new ArgumentException($"There is no cause {causes[i]} (unit {i}): causes are numbered 1 to {causeCount}, and 0 is a unit that was only last seen.", nameof(causes));
            sizes[causes[i]]++;
        }

        // One plain sort for each cause instead of one that carries the causes along; index 0 is censored.
        double[][] sorted = [.. sizes.Select(size => GC.AllocateUninitializedArray<double>(size))];
        var filled = new int[causeCount + 1];
        for (int i = 0; i < times.Length; i++)
            sorted[causes[i]][filled[causes[i]]++] = times[i];
        int capacity = 0;
        foreach (double[] group in sorted)
        {
            Array.Sort(group);
            capacity += SortedTimes.Distinct(group);
        }

        var result = new CompetingRisks(capacity, causeCount);
        result.Merge(sorted, times.Length);
        return result;
    }

    /// <summary>Estimates the incidences from rows of equal values, for example the buckets of a histogram, without expanding them.</summary>
    /// <remarks>Equal to <see cref="Fit"/> of the expanded sample when <paramref name="order"/> is <see cref="TieOrder.EndedFirst"/>. When a row stands for a range of values, the order inside it is lost.
    /// With n there before the range, d ended (d_k of them by the cause) and c censored in it, S/n stays the same at an event and grows at a censoring, so that the
    /// exact incidence grows across the range by between S₋·d_k/n and S₊·d_k/n·(n − d + 1)/(n − d + 1 − c), where S₋ and S₊ are the curves of
    /// <see cref="KaplanMeier.FitGrouped"/> in both orders before the range; these sums enclose the exact incidence at the end of every range.</remarks>
    /// <param name="values">The values of the rows, ascending, each once; finite, not negative.</param>
    /// <param name="events">How many ended at each by each cause, row after row: those of cause k of a row stand at row · causeCount + k − 1.</param>
    /// <param name="censored">How many were last seen at each.</param>
    /// <param name="causeCount">The number of causes, at least 1.</param>
    /// <param name="order">What comes first in a row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, the values do not ascend, or a count is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no cause at all.</exception>
    /// <exception cref="OverflowException">There are more units than a 64-bit number can count.</exception>
    public static CompetingRisks FitGrouped(
        ReadOnlySpan<double> values, ReadOnlySpan<long> events, ReadOnlySpan<long> censored, int causeCount, TieOrder order = TieOrder.EndedFirst)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(causeCount, 1);
        if (values.Length != censored.Length || (long)values.Length * causeCount != events.Length)
            throw new ArgumentException($"Columns must fit: values has {values.Length}, censored {censored.Length}, events {events.Length} instead of rows × {causeCount} causes.", nameof(events));
        SortedTimes.CheckRows(values);
        long present = checked(SortedTimes.Total(events, nameof(events)) + SortedTimes.Total(censored, nameof(censored)));
        var result = new CompetingRisks(values.Length, causeCount);
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<long> here = events.Slice(row * causeCount, causeCount);
            long ended = 0;
            foreach (long count in here)
                ended += count;
            if (ended + censored[row] == 0)
                continue;
            result.Add(values[row], order == TieOrder.CensoredFirst ? present - censored[row] : present, here, ended);
            present -= ended + censored[row];
        }

        return result;
    }

    /// <summary>A distinct time.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such time.</exception>
    public double Time(int index) => _times[Checked(index)];

    /// <summary>The estimated share still open after a time; 1 before the first.</summary>
    /// <param name="time">The time.</param>
    public double Open(double time) => OpenOf(IndexOf(time));

    /// <summary>The estimated share that has ended by a cause up to a time, the time included. Beyond the last time seen it is that of the last time: see <see cref="LastTime"/>.</summary>
    /// <param name="cause">1 to <see cref="CauseCount"/>.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cause.</exception>
    public CumulativeIncidence At(int cause, double time) => Of(cause, IndexOf(time));

    /// <summary>The estimated share that has ended by a cause up to the last time seen; the ultimate share only when hardly anything is still open then.</summary>
    /// <param name="cause">1 to <see cref="CauseCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cause.</exception>
    public CumulativeIncidence AtEnd(int cause) => Of(cause, Count - 1);

    /// <summary>The index of the last distinct time that is at most a time, or −1.</summary>
    internal int IndexOf(double time) => SortedTimes.CountUpTo(_times.AsSpan(0, Count), time) - 1;

    internal double OpenOf(int index) => index < 0 ? 1 : _open[index];

    internal CumulativeIncidence Of(int cause, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cause, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cause, CauseCount);
        return index < 0 ? default : new CumulativeIncidence(_incidence[cause - 1][index], _error[cause - 1][index]);
    }

    private int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return index;
    }

    private void Merge(double[][] sorted, long present)
    {
        var heads = new int[sorted.Length];
        var events = new long[CauseCount];
        while (present > 0)
        {
            double time = double.PositiveInfinity;
            for (int k = 0; k < sorted.Length; k++)
            {
                if (heads[k] < sorted[k].Length)
                    time = Math.Min(time, sorted[k][heads[k]]);
            }

            long ended = 0;
            long left = present;
            for (int k = 0; k < sorted.Length; k++)
            {
                int from = heads[k];
                int to = from;
                while (to < sorted[k].Length && sorted[k][to] == time)
                    to++;
                heads[k] = to;
                left -= to - from;
                if (k == 0)
                    continue;
                events[k - 1] = to - from;
                ended += to - from;
            }

            Add(time, present, events, ended);
            present = left;
        }
    }

    private void Add(double time, double atRisk, ReadOnlySpan<long> events, long ended)
    {
        for (int k = 0; k < events.Length; k++)
        {
            ref CauseAccumulator cause = ref _causes[k];
            if (ended > 0)
                cause.Step(_survival, atRisk, events[k], ended);
            _incidence[k][Count] = cause.Incidence;
            _error[k][Count] = cause.StandardError;
        }

        if (ended > 0)
            _survival *= (atRisk - ended) / atRisk;
        _times[Count] = time;
        _open[Count] = _survival;
        Count++;
    }
}
