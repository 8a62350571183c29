using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesFunnel.Metrics.Benchmarks.Csv;

/// <summary>Exact figures by owner and stage, summed where a key comes more than once.</summary>
internal sealed class CsvFigures
{
    private readonly SortedDictionary<(string Owner, int Stage), long[]> _rows = [];

    public void Add(string owner, int stage, params ReadOnlySpan<long> figures)
    {
        if (!_rows.TryGetValue((owner, stage), out long[]? row))
            _rows.Add((owner, stage), row = new long[figures.Length]);
        for (int i = 0; i < row.Length; i++)
            row[i] = checked(row[i] + figures[i]);
    }

    /// <summary>A digest of everything, and totals that a reader can check.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        long[] total = new long[6]; // reached at stage 0 = deals, lost, visits, ended visits, time, won amount
        foreach (((string owner, int stage), long[] row) in _rows)
        {
            if (row.AsSpan().ContainsAnyExcept(0))
                text.Append(CultureInfo.InvariantCulture, $"{owner}/{stage}:{string.Join(',', row)}\n");
            for (int i = 0; i < row.Length; i++)
                total[i] += i > 0 || stage == 0 ? row[i] : 0;
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
        return string.Create(CultureInfo.InvariantCulture, $"{total[0]} deals, {total[1]} lost, {total[2]} visits, {total[3]} ended in {total[4]} µs, won {total[5]} E-4, digest {digest}");
    }
}
