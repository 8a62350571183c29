using System.Diagnostics;
using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Peers;

/// <summary>Polars in a process of its own, which loads the file into memory, waits, and reads its own clock.</summary>
internal sealed class Polars : IDisposable
{
    private readonly Process _process;

    public Polars(string task, string path, int threads)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--no-warnings", Path.Combine(AppContext.BaseDirectory, "Sequences", "Peers", "polars.js"), task, path])
            start.ArgumentList.Add(argument);
        start.Environment["NODE_PATH"] = PeerFolder.Modules;
        start.Environment["POLARS_MAX_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, line) => LastError = string.IsNullOrWhiteSpace(line.Data) || line.Data.StartsWith("UserWarning", StringComparison.Ordinal) ? LastError : line.Data;
        _process.BeginErrorReadLine();
        Read(); // loaded
    }

    private static string? LastError { get; set; }

    /// <summary>Runs the task.</summary>
    /// <returns>Its figures, row by row, and the seconds that the process measured itself.</returns>
    public Measured Run()
    {
        _process.StandardInput.WriteLine("run");
        _process.StandardInput.Flush();
        string[] fields = Read().Split(' ');
        return new Measured([.. fields.Skip(1).Select(static field => long.Parse(field, CultureInfo.InvariantCulture))], double.Parse(fields[0], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close(); // it ends by itself
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Read() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Polars ended: {LastError}");
}
