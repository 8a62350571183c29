using System.Collections.Concurrent;
using System.Globalization;

namespace SalesFunnel.Metrics.KillTests;

/// <summary>What happened, over all lanes.</summary>
public sealed class KillCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Problems { get; } = new();

    public long this[string what] => _counts.GetValueOrDefault(what);

    public void Add(string what, long count = 1) => _counts.AddOrUpdate(what, count, (_, before) => before + count);

    /// <summary>One line a figure.</summary>
    public string Text(double seconds)
    {
        string Of(string what) => this[what].ToString("N0", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"""
            kills                      {Of("kills")}: {Of("kills.restore")} while reading state, {Of("kills.save")} during a save, {Of("kills.ingestion")} between saves
            restarts                   {Of("restarts")}, of them {Of("finished")} to the end of a stream
            saves                      {Of("saves")}
            temporary files left       {Of("temporaries")} by kills, {Of("planted")} planted
            checkpoints damaged        {Of("damaged")}: {Of("damaged.emptied")} emptied, {Of("damaged.cut")} cut, {Of("damaged.zeros at the end")} with zeros at the end, {Of("damaged.one bit flipped")} with one bit flipped
            of them told               {Of("told")}, and passed over for the one before; {Of("superseded")} were replaced or ended before they were read
            events delivered           {Of("delivered")}, and {Of("redelivered")} again
            streams compared           {Of("streams")}, {Of("events")} events
            mismatches                 {Problems.Count}
            time                       {seconds:N0} s
            """);
    }
}
