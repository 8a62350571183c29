using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>ClickHouse in this process, by its library.</summary>
internal sealed partial class ClickHouse : IDisposable
{
    private const string Library = "chdb";
    private nint _connection;

    static ClickHouse()
    {
        NativeLibrary.SetDllImportResolver(typeof(ClickHouse).Assembly, static (string name, Assembly _, DllImportSearchPath? _) => name == Library ? NativeLibrary.Load(PeerFolder.ClickHouseLibrary) : 0);
        SetSignalHandlers(0); // else it takes the signals that the runtime needs
    }

    public ClickHouse()
    {
        nint program = Marshal.StringToCoTaskMemUTF8("clickhouse");
        _connection = Connect(1, [program]);
        if (_connection == 0)
            throw new InvalidOperationException("ClickHouse did not open a connection.");
    }

    /// <summary>Runs a query.</summary>
    /// <returns>Its rows, fields separated by tabulators.</returns>
    public string Query(string sql)
    {
        nint result = Query(Marshal.ReadIntPtr(_connection), sql, "TabSeparated");
        if (result == 0)
            throw new InvalidOperationException($"ClickHouse gave no result for: {sql}");
        try
        {
            if (ErrorOf(result) is var error and not 0)
                throw new InvalidOperationException($"ClickHouse: {Marshal.PtrToStringUTF8(error)}\n{sql}");
            nint buffer = BufferOf(result);
            int length = (int)LengthOf(result);
            return buffer == 0 || length == 0 ? string.Empty : Marshal.PtrToStringUTF8(buffer, length);
        }
        finally
        {
            Destroy(result);
        }
    }

    /// <summary>All whole numbers of the result, row by row.</summary>
    public long[] Numbers(string sql) => [.. Query(sql).Split(['\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static field => long.Parse(field, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        if (_connection != 0)
            Close(_connection);
        _connection = 0;
    }

    [LibraryImport(Library, EntryPoint = "chdb_set_signal_handlers_enabled")]
    private static partial void SetSignalHandlers(int enabled);

    [LibraryImport(Library, EntryPoint = "chdb_connect")]
    private static partial nint Connect(int count, nint[] arguments);

    [LibraryImport(Library, EntryPoint = "chdb_close_conn")]
    private static partial void Close(nint connection);

    [LibraryImport(Library, EntryPoint = "chdb_query", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Query(nint connection, string sql, string format);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_query_result")]
    private static partial void Destroy(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_buffer")]
    private static partial nint BufferOf(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_length")]
    private static partial nuint LengthOf(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_error")]
    private static partial nint ErrorOf(nint result);
}
