using System.Diagnostics;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>The folder that other engines are installed into, the first time: ClickHouse in process (libchdb) and Polars, both from npm. DuckDB comes by NuGet.</summary>
internal static class PeerFolder
{
    private static readonly string[] s_packages = ["chdb@3.4.0", "nodejs-polars@0.26.1", "nodejs-polars-linux-x64-gnu@0.26.1"];

    public static string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "salesfunnel-benchmark-peers");

    public static string ClickHouseLibrary => System.IO.Path.Combine(Path, "node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");

    public static string Modules => System.IO.Path.Combine(Path, "node_modules");

    private static string PolarsModule => System.IO.Path.Combine(Modules, "nodejs-polars-linux-x64-gnu", "nodejs-polars.linux-x64-gnu.node");

    /// <summary>Installs what is missing. Without npm the comparison goes on without these peers, and says so.</summary>
    /// <returns>A sentence for each peer that is missing.</returns>
    public static IReadOnlyList<string> Install(TextWriter log)
    {
        Directory.CreateDirectory(Path);
        if (!File.Exists(ClickHouseLibrary) || !File.Exists(PolarsModule))
        {
            log.WriteLine($"Installing {string.Join(", ", s_packages)} by npm, once.");
            try
            {
                Npm();
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                log.WriteLine($"npm: {e.Message}");
            }
        }

        var missing = new List<string>();
        if (!File.Exists(ClickHouseLibrary))
            missing.Add("ClickHouse is missing: npm could not install chdb, or this is not Linux on x64.");
        if (!File.Exists(PolarsModule))
            missing.Add("Polars is missing: npm could not install nodejs-polars, or this is not Linux on x64.");
        return missing;
    }

    public static bool HasClickHouse => File.Exists(ClickHouseLibrary);

    public static bool HasPolars => File.Exists(PolarsModule);

    private static void Npm()
    {
        var start = new ProcessStartInfo("npm") { WorkingDirectory = Path, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["install", "--no-audit", "--no-fund", "--prefix", ".", .. s_packages])
            start.ArgumentList.Add(argument);
        using Process npm = Process.Start(start)!;
        Task<string> errors = npm.StandardError.ReadToEndAsync();
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"it ended with code {npm.ExitCode}: {errors.Result}");
    }
}
