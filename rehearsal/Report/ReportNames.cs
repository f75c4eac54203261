using Compensation.Common.Pages;
using Compensation.Rehearsal.Members;

namespace Compensation.Rehearsal.Report;

/// <summary>What readers see for the words of the application's reports; in English these are plain enough.</summary>
internal static class ReportNames
{
    public static string NoticeIn(this Language language, string kind) => language.Say(
        kind switch
        {
            "issue" => "受取案内",
            "fallback" => "受取案内（別の連絡先）",
            "reminder" => "期限前のお知らせ",
            "resend" => "再送",
            "codeReady" => "コードのお知らせ",
            "transferResult" => "振込結果",
            "granted" => "付与のお知らせ",
            _ => kind,
        },
        kind);

    public static string ChannelIn(this Language language, string channel) => language.Say(channel == "sms" ? "SMS" : "メール", channel);

    public static string OutcomeIn(this Language language, string outcome) => language.Say(
        outcome switch
        {
            "delivered" => "到達",
            "accepted" => "送信済み",
            "failed" => "不達",
            "unknown" => "不明",
            "pending" => "未送信",
            _ => outcome,
        },
        outcome);

    /// <summary>What a wave counts.</summary>
    public static string CountIn(this Language language, string count) => count switch
    {
        "accepted" => language.Say("送信", "sent"),
        "delivered" => language.Say("到達", "delivered"),
        "failed" => language.Say("不達", "failed"),
        "unknown" => language.Say("不明", "unknown"),
        "segments" => language.Say("SMSの通数", "SMS segments"),
        "overCap" => language.Say("上限に達した方", "over the cap"),
        "expired" => language.Say("期限切れ", "expired"),
        "paid" => language.Say("コードの受け渡し", "served with their code"),
        "noAddress" => language.Say("宛先なし", "without an address"),
        "spokenFor" => language.Say("同じ方あてにまとめた分", "told with another of theirs"),
        "lapsed" => language.Say("見送り", "lapsed"),
        "done" => language.Say("記帳", "booked"),
        "refused" => language.Say("拒否", "refused"),
        "short" => language.Say("残高不足", "short of balance"),
        "waiting" => language.Say("待ち", "waiting"),
        _ => count,
    };

    public static string MonthIn(this Language language, Delivery delivery) => language.Say(
        delivery switch
        {
            Delivery.October => "10月",
            Delivery.November => "11月",
            Delivery.December => "12月",
            _ => "1月",
        },
        $"{delivery}");
}
