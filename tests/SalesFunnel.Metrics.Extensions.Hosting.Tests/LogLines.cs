using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("SalesFunnel", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    /// <summary>Gets the lines of a level, in order.</summary>
    public IReadOnlyList<string> Of(LogLevel level) => [.. _lines.Where(line => line.StartsWith(level.ToString(), StringComparison.Ordinal))];

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception?.Message}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
