using Microsoft.Extensions.Logging;

namespace Mintage.Tests;

/// <summary>An entry that a library wrote into a log.</summary>
internal sealed record LogEntry(string Event, LogLevel Level, string Message, IReadOnlyDictionary<string, object?> Values);

/// <summary>A logger that keeps what it is told.</summary>
internal sealed class LogRecord : ILogger
{
    public List<LogEntry> Entries { get; } = [];

    public IEnumerable<string> Events => Entries.Select(entry => entry.Event);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add(new LogEntry(eventId.Name!, logLevel, formatter(state, exception), ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(pair => pair.Key, pair => pair.Value)));
}
