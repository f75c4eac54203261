using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Notices;

namespace Compensation.Closing.Pages;

/// <summary>What people read for the members of a report.</summary>
internal static class ReportWords
{
    /// <summary>As the count of reasons names those beyond the most that it keeps apart.</summary>
    private const string OtherReason = Counting.ShardReach.OtherReason;

    public static string RouteName(EntitlementRoute route) => route switch
    {
        EntitlementRoute.App => "アプリ",
        EntitlementRoute.Application => "紙クーポン・特設サイト",
        EntitlementRoute.DoubleCharge => "二重決済の戻入",
        EntitlementRoute.Purchase => "購入",
        _ => route.ToString(),
    };

    public static string ProductName(Campaign campaign, string product) => campaign.FindProduct(product)?.Name ?? product;

    public static string ReasonName(string reason) => reason == OtherReason ? "その他の理由" : Language.Japanese.OfFailure(reason);

    public static IEnumerable<(string Name, PeopleAndYen Sum)> OutcomesOf(RouteLine route) =>
    [
        ("補償対象", route.Entitled), ("ポイント受取済", route.Issued), ("振込済", route.Transferred), ("期限切れ", route.Expired), ("取消", route.Revoked), ("未完了", route.Waiting), ("振込不能", route.Failed),
    ];

    /// <summary>The lines that occur, and those that an office always asks for.</summary>
    public static IEnumerable<(string Name, PeopleAndYen Sum)> UnclaimedOf(UnclaimedLines lines) => new (string Name, PeopleAndYen Sum, bool Always)[]
    {
        ("連絡先なし", lines.NoContact, true),
        ("申請なし", lines.NotApplied, false),
        ("案内が届かなかった", lines.Undelivered, true),
        ("届いたが開かれていない", lines.DeliveredNotOpened, true),
        ("送信済み（到達報告なし）で開かれていない", lines.SentNotOpened, false),
        ("開いたが選ばれていない", lines.OpenedNotChosen, true),
        ("ほかの件の案内でお知らせ済み", lines.ToldByAnother, false),
        ("案内をまだ送っていない", lines.NotSent, false),
    }.Where(line => line.Always || line.Sum.People > 0).Select(line => (line.Name, line.Sum));

    public static string NoticeName(NoticeCount notices) => $"{KindName(notices.Kind)}・{ChannelName(notices.Channel)}・{OutcomeName(notices.Outcome)}";

    public static string KindName(NoticeKind kind) => kind switch
    {
        NoticeKind.Issue => "受取案内",
        NoticeKind.Fallback => "受取案内（別の連絡先）",
        NoticeKind.Reminder => "期限前のお知らせ",
        NoticeKind.Resend => "再送",
        NoticeKind.CodeReady => "コードのお知らせ",
        NoticeKind.ApplicationResult => "申請結果",
        NoticeKind.TransferResult => "振込結果",
        NoticeKind.TransferResultAgain => "振込結果（別の連絡先）",
        _ => kind.ToString(),
    };

    public static string ChannelName(NoticeChannel channel) => channel == NoticeChannel.Sms ? "SMS" : "メール";

    public static string OutcomeName(NoticeOutcome outcome) => outcome switch
    {
        NoticeOutcome.Accepted => "送信済み（到達報告なし）",
        NoticeOutcome.Delivered => "到達",
        NoticeOutcome.Failed => "不達",
        NoticeOutcome.Unknown => "不明（要確認）",
        NoticeOutcome.Pending => "未送信",
        _ => outcome.ToString(),
    };

    /// <summary><c>45分</c>, <c>3時間20分</c>, <c>2日5時間</c>.</summary>
    public static string Span(int minutes) => minutes switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes}分"),
        < 24 * 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}時間{minutes % 60}分"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{minutes / 1440}日{minutes / 60 % 24}時間"),
    };
}
