using System.Text.Json;
using System.Text.RegularExpressions;

namespace Compensation.Tests.Rehearsal;

/// <summary>The file that <c>--provider-log</c> names.</summary>
internal static partial class ProviderLog
{
    /// <summary>Who was sent what under which request id, repeats of an id once.</summary>
    public static IReadOnlyList<(string To, string RequestId, string Text)> NoticesIn(string file) => [.. Messages(file).Distinct().Order()];

    /// <summary>
    /// The same over kills. An applicant whose browser was killed in the middle of a journey begins another: with another code, and in the end another receipt number. What he is told of these is one message, whichever the numbers.
    /// </summary>
    public static IReadOnlyList<(string To, string RequestId, string Text)> NoticesOverKillsIn(string file) =>
        [.. Messages(file).Select(message => Drawn().IsMatch(message.Text) ? (message.To, string.Empty, Drawn().Replace(message.Text, "${before}…")) : message).Distinct().Order()];

    private static IEnumerable<(string To, string RequestId, string Text)> Messages(string file) => File.ReadLines(file)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
        .Select(message => (message.GetProperty("to").GetString()!, message.GetProperty("requestId").GetString()!, message.GetProperty("text").GetString()!));

    [GeneratedRegex(@"(?<before>確認番号(：|は )|受付番号(：| )?)([0-9]{6}|[3-9A-Y]{4}-[3-9A-Y]{4})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Drawn();
}
