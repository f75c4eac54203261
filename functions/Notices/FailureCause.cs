using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Compensation.Notices;

/// <summary>What a provider's or a mail server's words on a failed message come to.</summary>
public enum FailureCause
{
    /// <summary>Nobody said anything.</summary>
    Unsaid,

    /// <summary>They said something else; their words stand for themselves.</summary>
    Other,
    NoSuchAddress,
    MalformedAddress,

    /// <summary>No mobile phone: a landline, or one abroad that no message goes to.</summary>
    TakesNoSms,
    OutOfReach,
    OptedOut,
    Filtered,
    MailboxFull,

    /// <summary>On the list of addresses that are not to be written to, ours or the provider's.</summary>
    Suppressed,

    /// <summary>The sender's account, number or limits, or the installation's test mode.</summary>
    SendersSide,
}

/// <summary>
/// Reads the reasons that are kept with messages: the codes of ACS for SMS and its statuses for e-mail, Twilio's codes, replies of mail servers with RFC 3463's details, and our own rules'.
/// </summary>
public static partial class FailureCauses
{
    private static readonly FrozenDictionary<string, FailureCause> s_sms = new Dictionary<string, FailureCause>(StringComparer.Ordinal)
    {
        ["4000"] = FailureCause.Filtered,
        ["4001"] = FailureCause.SendersSide,
        ["4002"] = FailureCause.MalformedAddress,
        ["4003"] = FailureCause.TakesNoSms,
        ["4004"] = FailureCause.NoSuchAddress,
        ["4005"] = FailureCause.Filtered,
        ["4006"] = FailureCause.OutOfReach,
        ["4007"] = FailureCause.OptedOut,
        ["4008"] = FailureCause.SendersSide,
        ["4009"] = FailureCause.SendersSide,
        ["4010"] = FailureCause.SendersSide,
        ["21211"] = FailureCause.MalformedAddress,
        ["21214"] = FailureCause.OutOfReach,
        ["21217"] = FailureCause.MalformedAddress,
        ["21265"] = FailureCause.TakesNoSms,
        ["21610"] = FailureCause.OptedOut,
        ["21614"] = FailureCause.TakesNoSms,
        ["21635"] = FailureCause.TakesNoSms,
        ["30001"] = FailureCause.SendersSide,
        ["30002"] = FailureCause.SendersSide,
        ["30003"] = FailureCause.OutOfReach,
        ["30004"] = FailureCause.OptedOut,
        ["30005"] = FailureCause.NoSuchAddress,
        ["30006"] = FailureCause.TakesNoSms,
        ["30007"] = FailureCause.Filtered,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FailureCause> s_words = new Dictionary<string, FailureCause>(StringComparer.OrdinalIgnoreCase)
    {
        [AddressRules.Suppressed] = FailureCause.Suppressed,
        [AddressRules.TestMode] = FailureCause.SendersSide,
        ["Failed: Sender blocked for given recipient"] = FailureCause.OptedOut,
        ["400 Invalid To phone number format."] = FailureCause.MalformedAddress,
        ["not an address"] = FailureCause.MalformedAddress,
        ["Bounced"] = FailureCause.NoSuchAddress,
        ["Quarantined"] = FailureCause.Filtered,
        ["FilteredSpam"] = FailureCause.Filtered,
        ["operation EmailDroppedAllRecipientsSuppressed"] = FailureCause.Suppressed,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static FailureCause Of(string? reason)
    {
        string said = reason?.Trim() ?? string.Empty;
        return said.Length == 0 ? FailureCause.Unsaid
            : s_words.TryGetValue(said, out FailureCause known) ? known
            : OfServer(said) ?? OfCode(said);
    }

    private static FailureCause OfCode(string said) =>
        SmsCode().Match(said) is { Success: true } code && s_sms.TryGetValue(code.Value, out FailureCause cause) ? cause : FailureCause.Other;

    /// <summary>A reply such as <c>550 5.1.1</c>, with or without its details.</summary>
    private static FailureCause? OfServer(string said)
    {
        if (ServersReply().Match(said) is not { Success: true } reply)
        {
            return null;
        }

        return (int.Parse(reply.Groups["code"].ValueSpan, CultureInfo.InvariantCulture), reply.Groups["detail"].Value) switch
        {
            (_, "1.0" or "1.1" or "1.2" or "1.6" or "1.10" or "2.0" or "2.1" or "4.4") => FailureCause.NoSuchAddress,
            (_, "1.3") or (553, "") => FailureCause.MalformedAddress,
            (_, "2.2") or (552, "") => FailureCause.MailboxFull,
            (_, ['7', '.', ..]) => FailureCause.Filtered,
            (550 or 551 or 556, "") => FailureCause.NoSuchAddress,
            _ => FailureCause.Other,
        };
    }

    [GeneratedRegex(@"(?<=\AErrorCode: |\AFailed: ErrorCode: |\A(?:undelivered |failed |canceled |[45][0-9]{2} ))[0-9]{4,5}(?![0-9])|\A[0-9]{5}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmsCode();

    [GeneratedRegex(@"\A(?<code>421|45[0-5]|50[0-4]|53[0-9]|55[0-6])(?: [245]\.(?<detail>[0-9]{1,3}\.[0-9]{1,3}))?(?: |\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ServersReply();
}
