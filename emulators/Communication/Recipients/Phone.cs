using System.Text.RegularExpressions;

namespace Compensation.Emulators.Communication.Recipients;

/// <summary>Phones: the last two digits of the number decide.</summary>
internal static partial class Phone
{
    public const string OptedOutEnding = "02";

    private static readonly Fate s_delivered = new(Refusal: null, IsDelivered: true, new("Delivered", "Message delivered"));
    private static readonly Fate s_badNumber = new("Invalid To phone number format.", IsDelivered: false, Report: null);

    private static readonly Dictionary<string, Fate> s_byEnding = new(StringComparer.Ordinal)
    {
        ["00"] = s_badNumber,
        ["01"] = new(Refusal: null, IsDelivered: false, new("Failed", "ErrorCode: 4006. ErrorMessage: Destination number isn't reachable")),
        [OptedOutEnding] = new(Refusal: null, IsDelivered: false, new("Failed", "Sender blocked for given recipient")),
        ["03"] = new(Refusal: null, IsDelivered: true, Report: null),
        ["04"] = new(Refusal: null, IsDelivered: true, new("Failed", "ErrorCode: 5002. ErrorMessage: Message Delivery Timeout")),
    };

    public static Fate FateOf(string number) =>
        !E164().IsMatch(number) ? s_badNumber : s_byEnding.GetValueOrDefault(number[^2..], s_delivered);

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex E164();
}
