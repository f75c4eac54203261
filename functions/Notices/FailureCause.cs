using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Compensation.Common.Pages;
using Compensation.Notices.Smtp;

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
        ["Failed"] = FailureCause.Unsaid,
        ["undelivered"] = FailureCause.Unsaid,
        ["canceled"] = FailureCause.Unsaid,
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

    /// <summary>What it comes to, and behind it the words themselves, by which a carrier or provider can be asked.</summary>
    public static string OfFailure(this Language language, string? reason) => Of(reason) switch
    {
        FailureCause.Unsaid => language.Say("理由の通知なし", "no reason given"),
        FailureCause.NoSuchAddress => language.Say($"使われていない番号・アドレス（{reason}）", $"not in use ({reason})"),
        FailureCause.MalformedAddress => language.Say($"番号・アドレスの誤り（{reason}）", $"not a number or address ({reason})"),
        FailureCause.TakesNoSms => language.Say($"SMSを受け取れない番号（{reason}）", $"takes no SMS ({reason})"),
        FailureCause.OutOfReach => language.Say($"圏外・電源オフなど（{reason}）", $"out of reach or switched off ({reason})"),
        FailureCause.OptedOut => language.Say($"受信拒否（{reason}）", $"has opted out ({reason})"),
        FailureCause.Filtered => language.Say($"迷惑メッセージとして遮断（{reason}）", $"filtered as spam ({reason})"),
        FailureCause.MailboxFull => language.Say($"受信箱が満杯（{reason}）", $"mailbox full ({reason})"),
        FailureCause.Suppressed => language.Say($"配信停止の登録あり（{reason}）", $"on a list not to be written to ({reason})"),
        FailureCause.SendersSide => language.Say($"送信側の設定・上限（{reason}）", $"the sender's settings or limits ({reason})"),
        _ => reason!,
    };

    private static FailureCause OfCode(string said) =>
        SmsCode().Match(said) is { Success: true } code && s_sms.TryGetValue(code.Value, out FailureCause cause) ? cause : FailureCause.Other;

    /// <summary>A server's reply, with its details where it gave some; the codes of SMS providers are none.</summary>
    private static FailureCause? OfServer(string said) => SmtpReply.Read(said) is { Code: 421 or (>= 450 and <= 455) or (>= 500 and <= 504) or (>= 530 and <= 539) or (>= 550 and <= 556) } reply && (said.Length == 3 || said[3] == ' ')
        ? (reply.Code, reply.Detail) switch
        {
            (_, "1.0" or "1.1" or "1.2" or "1.6" or "1.10" or "2.0" or "2.1" or "4.4") => FailureCause.NoSuchAddress,
            (_, "1.3") or (553, "") => FailureCause.MalformedAddress,
            (_, "2.2") or (552, "") => FailureCause.MailboxFull,
            (_, ['7', '.', ..]) => FailureCause.Filtered,
            (550 or 551 or 556, "") => FailureCause.NoSuchAddress,
            _ => FailureCause.Other,
        }
        : null;

    [GeneratedRegex(@"(?<=\AErrorCode: |\AFailed: ErrorCode: |\A(?:undelivered |failed |canceled |[45][0-9]{2} ))[0-9]{4,5}(?![0-9])|\A[0-9]{5}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmsCode();
}
