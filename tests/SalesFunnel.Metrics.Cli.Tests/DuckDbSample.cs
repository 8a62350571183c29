using DuckDB.NET.Data;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Cli.Tests;

/// <summary>The sample in DuckDB, straight from its CSV files: a view of the history, and one of the deals as they stand.</summary>
internal sealed class DuckDbSample : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDbSample()
    {
        _connection.Open();
        Execute($"""
            CREATE TABLE history AS
            SELECT lead_id, stage, CAST(entered_at AS TIMESTAMP) AS at, row_number() OVER () AS n,
                   CASE stage WHEN 'Lead' THEN 1 WHEN 'Qualified' THEN 2 WHEN 'Demo' THEN 3 WHEN 'Proposal' THEN 4 WHEN 'Won' THEN 5 ELSE 0 END AS rank
            FROM read_csv('{File("stage_history.csv")}', all_varchar = true, parallel = false);
            CREATE TABLE leads AS SELECT lead_id, channel, segment, agent, CAST(amount AS DECIMAL(18, 2)) AS amount, lost_reason FROM read_csv('{File("leads.csv")}', all_varchar = true);
            CREATE TABLE deals AS
            SELECT h.lead_id, min(h.at) AS created, max(CASE WHEN h.rank BETWEEN 1 AND 4 THEN h.rank END) AS far, arg_max(h.stage, (h.at, h.n)) AS now, max(h.at) AS last_at,
                   any_value(l.channel) AS channel, any_value(l.segment) AS segment, any_value(l.agent) AS agent, any_value(l.amount) AS amount
            FROM history h JOIN leads l USING (lead_id) GROUP BY h.lead_id
            """);
    }

    /// <summary>One row as numbers or texts.</summary>
    public object[] Row(string sql) => Rows(sql).Single();

    public List<object[]> Rows(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            for (int i = 0; i < row.Length; i++)
                row[i] = reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private static string File(string name) => Path.Combine(SampleFiles.DemoFolder, name).Replace("'", "''", StringComparison.Ordinal);

    private void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
