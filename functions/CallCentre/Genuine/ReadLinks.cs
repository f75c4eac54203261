using System.Text.RegularExpressions;

namespace Compensation.CallCentre.Genuine;

/// <summary>Finds links in what somebody reads out or pastes, without what stands around them in a sentence.</summary>
internal static partial class ReadLinks
{
    private static readonly char[] s_behind = [.. ".,;:!?'\"()[]{}*|"];

    /// <param name="field">Folded; what was entered as a link, and is taken for one in any case.</param>
    /// <param name="text">Folded; links may stand among its words.</param>
    public static IEnumerable<string> In(string field, string text)
    {
        string[] entered = [.. In(field)];
        return (entered.Length == 0 && field.Length > 0 ? [$"https://{field}"] : entered).Concat(In(text));
    }

    /// <summary>Where a link stood is a blank: its letters mean nothing.</summary>
    public static string Without(string text) => Link().Replace(text, " ");

    private static IEnumerable<string> In(string text) =>
        Link().Matches(text).Select(match => match.Value.TrimEnd(s_behind)).Select(link => link.Contains("://", StringComparison.Ordinal) ? link : $"https://{link}");

    // Behind the host a link is ASCII: Japanese that follows without a blank is not part of it. Without a scheme it takes a slash, so that neither dates nor addresses are links.
    [GeneratedRegex(@"(?<![A-Za-z])[A-Za-z]+://[^\s/「」、<>]+(?:/[!-;=?-~]*)?|(?<![A-Za-z0-9@._/:-])(?:www\.[^\s/「」、<>]+(?:/[!-;=?-~]*)?|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?/[!-;=?-~]*)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
