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
