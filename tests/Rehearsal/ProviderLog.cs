using System.Text.Json;

namespace Compensation.Tests.Rehearsal;

/// <summary>The file that <c>--provider-log</c> names.</summary>
internal static class ProviderLog
{
    /// <summary>Who was sent what under which request id, repeats of an id once.</summary>
    public static IReadOnlyList<(string To, string RequestId, string Text)> NoticesIn(string file) =>
    [
        .. File.ReadLines(file)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(message => (message.GetProperty("to").GetString()!, message.GetProperty("requestId").GetString()!, message.GetProperty("text").GetString()!))
            .Distinct()
            .Order(),
    ];
}
