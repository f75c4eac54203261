using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests;

/// <summary>One line of a log, with the exception behind it.</summary>
public sealed record LogLine(LogLevel Level, EventId Event, string Category, string Text);

/// <summary>Everything that was logged, by whomever, at every level.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(_lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<LogLine> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, eventId, category, $"{formatter(state, exception)} {exception}"));
    }
}
