using System.Collections;

namespace SalesFunnel.Metrics.Statistics;

/// <summary>The steps of a survival curve as columns, 64 bytes each; errors and limits are derived when a step is read.</summary>
internal sealed class SurvivalColumns(int capacity, double level) : IReadOnlyList<SurvivalStep>
{
    private readonly double[] _times = GC.AllocateUninitializedArray<double>(capacity);
    private readonly long[] _atRisk = GC.AllocateUninitializedArray<long>(capacity);
    private readonly long[] _events = GC.AllocateUninitializedArray<long>(capacity);
    private readonly long[] _censored = GC.AllocateUninitializedArray<long>(capacity);
    private readonly double[] _survival = GC.AllocateUninitializedArray<double>(capacity);
    private readonly double[] _greenwood = GC.AllocateUninitializedArray<double>(capacity);
    private readonly double[] _hazard = GC.AllocateUninitializedArray<double>(capacity);
    private readonly double[] _hazardVariance = GC.AllocateUninitializedArray<double>(capacity);
    private readonly double _z = NormalDistribution.TwoSidedQuantile(level);

    public int Count { get; private set; }

    public ReadOnlySpan<double> Times => _times.AsSpan(0, Count);

    public ReadOnlySpan<double> Survival => _survival.AsSpan(0, Count);

    public SurvivalStep this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            double survival = _survival[index];
            double? error = survival > 0 ? survival * Math.Sqrt(_greenwood[index]) : null;
            (double? low, double? high) = Limits(index);
            return new SurvivalStep(
                _times[index], _atRisk[index], _events[index], _censored[index], survival, error, low, high, _hazard[index], Math.Sqrt(_hazardVariance[index]));
        }
    }

    /// <summary>Merges the sorted times of those that ended and of those that were last seen. Someone is at risk from behind the entry to the time.</summary>
    public void Merge(ReadOnlySpan<double> ended, ReadOnlySpan<double> censored, ReadOnlySpan<double> entries)
    {
        (int i, int j, int joined, int step) = (0, 0, 0, 0);
        while (i < ended.Length || j < censored.Length)
        {
            double time = i == ended.Length ? censored[j] : j == censored.Length ? ended[i] : Math.Min(ended[i], censored[j]);
            while (joined < entries.Length && entries[joined] < time)
                joined++;
            long present = (entries.IsEmpty ? ended.Length + (long)censored.Length : joined) - i - j;
            (int firstEnded, int firstCensored) = (i, j);
            while (i < ended.Length && ended[i] == time)
                i++;
            while (j < censored.Length && censored[j] == time)
                j++;
            _times[step] = time;
            _atRisk[step] = present;
            _events[step] = i - firstEnded;
            _censored[step] = j - firstCensored;
            step++;
        }

        Count = step;
        Multiply();
    }

    /// <summary>Takes rows of equal values; rows without anybody are left out.</summary>
    public void Group(ReadOnlySpan<double> values, ReadOnlySpan<long> ended, ReadOnlySpan<long> censored, long present, TieOrder order)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (ended[row] + censored[row] == 0)
                continue;
            _times[Count] = values[row];
            _atRisk[Count] = order == TieOrder.CensoredFirst ? present - censored[row] : present;
            _events[Count] = ended[row];
            _censored[Count] = censored[row];
            present -= ended[row] + censored[row];
            Count++;
        }

        Multiply();
    }

    /// <summary>The first step from one on at which the upper (or lower) limit is at most a value, or −1.</summary>
    public int FirstLimitAtMost(double value, bool upper, int from)
    {
        for (int i = from; i < Count; i++)
        {
            (double? low, double? high) = Limits(i);
            if ((upper ? high : low) <= value)
                return i;
        }

        return -1;
    }

    /// <summary>The first step with a survival of at most a value, or <see cref="Count"/>.</summary>
    public int FirstSurvivalAtMost(double value)
    {
        (int low, int high) = (0, Count);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_survival[middle] <= value)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Σ over the event times up to a horizon of (area from t to the horizon)² d/(n(n − d)).</summary>
    public double RestrictedVariance(double horizon, double total)
    {
        double variance = 0;
        double area = 0; // from 0 to the step
        double previous = 0;
        double survival = 1;
        for (int i = 0; i < Count && _times[i] <= horizon; i++)
        {
            area += survival * (_times[i] - previous);
            (previous, survival) = (_times[i], _survival[i]);
            if (_events[i] > 0 && _atRisk[i] > _events[i])
                variance += (total - area) * (total - area) * _events[i] / _atRisk[i] / (_atRisk[i] - _events[i]);
        }

        return variance;
    }

    public IEnumerator<SurvivalStep> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The products and sums over the events, once all counts stand.
    private void Multiply()
    {
        (double survival, double greenwood, double hazard, double hazardVariance) = (1, 0, 0, 0);
        for (int i = 0; i < Count; i++)
        {
            if (_events[i] > 0)
            {
                double events = _events[i];
                double atRisk = _atRisk[i];
                double ratio = events / atRisk;
                survival *= (atRisk - events) / atRisk;
                greenwood += ratio / (atRisk - events);
                hazard += ratio;
                hazardVariance += ratio / atRisk;
            }

            _survival[i] = survival;
            _greenwood[i] = greenwood;
            _hazard[i] = hazard;
            _hazardVariance[i] = hazardVariance;
        }
    }

    private (double? Low, double? High) Limits(int index)
    {
        double survival = _survival[index];
        if (survival == 1)
            return (1, 1);
        if (!(survival > 0))
            return (null, null);
        double log = Math.Log(survival);
        double width = _z * Math.Sqrt(_greenwood[index]) / log;
        return (Math.Exp(log * Math.Exp(-width)), Math.Exp(log * Math.Exp(width)));
    }
}
