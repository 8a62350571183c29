namespace SalesFunnel.Metrics;

/// <summary>What a tracker knows of all its events together.</summary>
/// <param name="Events">How many were given.</param>
/// <param name="LastAt">The latest time in order, or <see cref="EventTime.Undated"/>.</param>
/// <param name="UsesInputOrder">Whether an accepted event had no sequence number.</param>
/// <param name="IsPartial">Whether a deal went after visits of it had been counted.</param>
/// <param name="Tally">Events that are told apart.</param>
/// <param name="Rejections">Events that were rejected.</param>
internal readonly record struct TrackerTotals(long Events, long LastAt, bool UsesInputOrder, bool IsPartial, EventTally Tally, Rejections Rejections);
