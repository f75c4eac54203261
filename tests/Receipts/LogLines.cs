using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Receipts;

/// <summary>Everything that was logged, by whomever, at every level.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Event, string Text)> _lines = [];

    public IEnumerable<(EventId Event, string Text)> All => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(_lines);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<(EventId Event, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));
    }
}
