namespace SalesFunnel.Metrics;

/// <summary>Conversion over time, on the records of deals: <c>log.Deals().Conversion("Lead", "Won").Within(TimeSpan.FromDays(90))</c>.</summary>
public static class DealRecordsMetrics
{
    extension(DealRecords records)
    {
        /// <summary>How deals that reached one stage went on to another, with those still open counted as still open.</summary>
        /// <param name="from">0-based index of the earlier stage.</param>
        /// <param name="to">0-based index of the later stage.</param>
        /// <exception cref="ArgumentOutOfRangeException">A stage does not exist, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionOverTime Conversion(int from, int to)
        {
            ArgumentNullException.ThrowIfNull(records);
            ArgumentOutOfRangeException.ThrowIfNegative(from);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(to, records.Definition.WonIndex);
            return new ConversionOverTime(records.Spans(from, to), isLowerBound: !records.HasFullHistory && !(from == 0 && to == records.Definition.WonIndex));
        }

        /// <summary>How deals that reached one stage went on to another.</summary>
        /// <param name="from">Key of the earlier stage.</param>
        /// <param name="to">Key of the later stage.</param>
        /// <exception cref="ArgumentException">The funnel has no such stage, or <paramref name="to"/> is not after <paramref name="from"/>.</exception>
        public ConversionOverTime Conversion(string from, string to)
        {
            ArgumentNullException.ThrowIfNull(records);
            return records.Conversion(records.Definition.RequireStage(from), records.Definition.RequireStage(to));
        }
    }
}
