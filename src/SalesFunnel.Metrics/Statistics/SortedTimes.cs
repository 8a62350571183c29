using System.Globalization;

namespace SalesFunnel.Metrics.Statistics;

/// <summary>What the survival estimates need of their samples: times checked, sorted, counted.</summary>
internal static class SortedTimes
{
    /// <summary>Refuses a time that is negative or not finite, and says where it stands.</summary>
    public static void Check(ReadOnlySpan<double> times)
    {
        for (int i = 0; i < times.Length; i++)
        {
            if (!(times[i] >= 0 && times[i] <= double.MaxValue))
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"A time is negative or not finite: times[{i}] is {times[i]}. Times are finite and not negative; leave such units out and count them.");
                throw new ArgumentException(message, nameof(times));
            }
        }
    }

    /// <summary>How many different values a sorted sample has.</summary>
    public static int Distinct(ReadOnlySpan<double> sorted)
    {
        int distinct = Math.Min(sorted.Length, 1);
        for (int i = 1; i < sorted.Length; i++)
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        return distinct;
    }

    /// <summary>The number of values at most a time.</summary>
    public static int CountUpTo(ReadOnlySpan<double> sorted, double time)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (sorted[middle] > time)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Refuses rows that do not ascend.</summary>
    public static void CheckRows(ReadOnlySpan<double> values)
    {
        Check(values);
        for (int row = 1; row < values.Length; row++)
        {
            if (!(values[row] > values[row - 1]))
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"Values must ascend, each once: values[{row}] is {values[row]} after {values[row - 1]}. Sort the rows and add up those of equal value.");
                throw new ArgumentException(message, nameof(values));
            }
        }
    }

    /// <summary>Adds up counts of rows; refuses negative ones.</summary>
    public static long Total(ReadOnlySpan<long> counts, string name)
    {
        long total = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] < 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A count is negative: {name}[{row}] is {counts[row]}."), name);
            total = checked(total + counts[row]);
        }

        return total;
    }
}
