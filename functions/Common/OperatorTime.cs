using System.Globalization;
using System.Text.RegularExpressions;

namespace Compensation.Common;

/// <summary>
/// Instants as operators type them: <c>2023-05-20</c>, <c>2023-05-20T09:00</c>, <c>2023-05-20T09:00:00+09:00</c>, <c>2023-05-20T00:00:00Z</c>.
/// Without an offset they are Japan's time, wherever the machine stands; a date is its first minute.
/// </summary>
public static partial class OperatorTime
{
    /// <summary>What is expected, for those who typed something else.</summary>
    public const string Expected = "a date or an instant of the years 2000 to 2099, such as 2023-05-20T09:00:00+09:00; without an offset it is read as Japan's time";

    private static readonly DateTimeOffset First = new(2000, 1, 1, 0, 0, 0, JapanTime.Offset);
    private static readonly DateTimeOffset End = new(2100, 1, 1, 0, 0, 0, JapanTime.Offset);

    /// <returns>The instant as UTC; false for anything else than <see cref="Expected"/>.</returns>
    public static bool TryParse(string? typed, out DateTimeOffset instant)
    {
        instant = default;
        string text = Folding.Plain(typed);
        if (Form().Match(text) is not { Success: true } form)
        {
            return false;
        }

        string offset = form.Groups["offset"] is { Success: true, Value: var stated } ? stated : "+09:00";
        string dateAndTime = form.Groups["time"].Success ? text[..(text.Length - form.Groups["offset"].Length)] : $"{text}T00:00";
        bool isInstant = DateTimeOffset.TryParse($"{dateAndTime}{offset}", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);
        return isInstant && instant >= First && instant < End;
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(?<time>T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,7})?)?(?<offset>Z|[+-][0-9]{2}:[0-9]{2})?)?\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
