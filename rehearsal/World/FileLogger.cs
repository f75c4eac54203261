using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Compensation.Rehearsal.World;

/// <summary>Writes the application's warnings and errors to a file, so that the live view stays readable.</summary>
internal sealed class FileLoggerProvider(string path) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file = new(path, append: true) { AutoFlush = true };
    private int _errors;

    public int Errors => Volatile.Read(ref _errors);

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    public void Dispose() => _file.Dispose();

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        if (level >= LogLevel.Error)
        {
            Interlocked.Increment(ref _errors);
        }

        lock (_gate)
        {
            try
            {
                Append(level, category, message, exception);
            }
            catch (IOException)
            {
                // A full disk shows elsewhere. What cannot be said must not stop who says it.
            }
        }
    }

    private void Append(LogLevel level, string category, string message, Exception? exception) => _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{level} {category}: {message}{(exception is null ? string.Empty : Environment.NewLine)}{exception}"));

    private sealed class FileLogger(FileLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
