using System.Diagnostics;
using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Csv;

/// <summary>One run of one contender in a process of its own: how long, how much processor time, how much memory at most, and what it found.</summary>
internal readonly record struct CsvMeasurement(double Seconds, double CpuSeconds, double PeakMegabytes, double IdleMegabytes, string Found)
{
    private const char Separator = '|';

    /// <summary>Runs a contender in this process, which must be fresh.</summary>
    public static CsvMeasurement Of(Func<CsvFigures> contender)
    {
        using var process = Process.GetCurrentProcess();
        double idle = process.PeakWorkingSet64 / 1e6;
        TimeSpan cpuBegan = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        CsvFigures figures = contender();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - cpuBegan).TotalSeconds;
        process.Refresh();
        return new CsvMeasurement(seconds, cpu, process.PeakWorkingSet64 / 1e6, idle, figures.Summary());
    }

    /// <summary>Runs a contender in a child process.</summary>
    public static CsvMeasurement InChild(string contender, string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in (ReadOnlySpan<string>)["csv-run", contender, path])
            start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        string[] parts = output.Trim().Split(Separator);
        if (child.ExitCode != 0 || parts.Length != 5)
            throw new InvalidOperationException($"The run of {contender} failed with exit code {child.ExitCode}: {output}");
        double Number(int index) => double.Parse(parts[index], CultureInfo.InvariantCulture);
        return new CsvMeasurement(Number(0), Number(1), Number(2), Number(3), parts[4]);
    }

    public string ToLine() => string.Join(Separator, [.. new[] { Seconds, CpuSeconds, PeakMegabytes, IdleMegabytes }.Select(static n => n.ToString("R", CultureInfo.InvariantCulture)), Found]);
}
