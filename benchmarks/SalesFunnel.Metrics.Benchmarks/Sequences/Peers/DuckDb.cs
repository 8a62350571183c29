using System.Globalization;
using DuckDB.NET.Data;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>DuckDB in this process, in memory.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private int _threads;

    public DuckDb() => _connection.Open();

    public void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>All whole numbers of the result, row by row; null is 0.</summary>
    public long[] Numbers(string sql, int threads)
    {
        if (_threads != threads)
            Execute(string.Create(CultureInfo.InvariantCulture, $"SET threads = {_threads = threads}"));
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader row = command.ExecuteReader();
        var numbers = new List<long>();
        while (row.Read())
        {
            for (int field = 0; field < row.FieldCount; field++)
                numbers.Add(row.IsDBNull(field) ? 0 : Convert.ToInt64(row.GetValue(field), CultureInfo.InvariantCulture));
        }

        return [.. numbers];
    }

    public void Dispose() => _connection.Dispose();
}
