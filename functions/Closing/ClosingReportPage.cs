using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Closing;

/// <summary>The closing report on paper and screen: a chart drawn on the server, the figures as tables, no scripts.</summary>
internal static class ClosingReportPage
{
    private static readonly Html s_style = Html.Of($$"""
        body { margin: 0 auto; max-width: 50rem; padding: 1.5rem; color: #1b2733; background: #fff; font: 1rem/1.7 "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.4; margin: 0 0 .5rem; }
        h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; margin: 0; }
        dt { color: #4a5866; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .verdict { border-left: .375rem solid #1d6b3a; background: #eff7f1; padding: .625rem 1rem; margin: 1.25rem 0 0; font-weight: 700; }
        .verdict.faulty { border-color: #8a1c1c; background: #fdf2f2; color: #8a1c1c; }
        svg { display: block; width: 100%; height: auto; }
        .table { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: #4a5866; font-size: .875rem; }
        th, td { padding: .375rem .5rem; border-bottom: 1px solid #b9c4ce; text-align: left; font-weight: 400; }
        thead th { border-bottom: 2px solid #4a5866; color: #4a5866; font-size: .875rem; }
        .number { text-align: right; white-space: nowrap; }
        tfoot th, tfoot td { border-top: 2px solid #4a5866; font-weight: 700; }
        @page { margin: 15mm; }
        @media print { body { max-width: none; padding: 0; font-size: 10pt; } section { break-inside: avoid; } rect, .verdict { print-color-adjust: exact; } }
        """);

    public static Html Of(Campaign campaign, ClosingReport report) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{campaign.Programme} 精算報告</title>
        <style>{s_style}</style>
        </head>
        <body>
        <main>
        <h1>{campaign.Programme} 精算報告</h1>
        <dl class="facts">
        <dt>事務局</dt><dd>{campaign.Office}</dd>
        <dt>受取期限</dt><dd>{JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}</dd>
        <dt>精算日時</dt><dd>{report.ClosedAt.ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", JapanTime.Japanese)}</dd>
        <dt>残高の封印</dt><dd>{report.Seal}</dd>
        </dl>
        {Verdict(report)}
        <section>
        <h2>補償の結果</h2>
        {ClosingChart.Of(report)}
        {OutcomeTable(report)}
        </section>
        <section>
        <h2>送信した通知</h2>
        {NoticeTable(report)}
        <p>SMSの通数（課金単位）：{report.SmsSegments:N0}</p>{SpokenFor(report.SpokenFor)}
        </section>
        </main>
        </body>
        </html>

        """);

    private static Html SpokenFor(PeopleAndYen others) => others.People == 0
        ? Html.Empty
        : Html.Of($"\n<p>同じ方あての通知にまとめた分：{others.People:N0}件・{others.Yen}</p>");

    private static Html Verdict(ClosingReport report) => report.Balanced
        ? Html.Of($"""<p class="verdict">封印した残高と結果の合計は、人数・金額とも一致しています。</p>""")
        : Html.Of($"""
            <div class="verdict faulty" role="alert">
            <p>合計が一致していません。</p>
            <ul>{report.Discrepancies.Select(Difference)}</ul>
            </div>
            """);

    private static Html Difference(Discrepancy difference) => Html.Of(
        $"<li>{CheckName(difference.Check)}：{difference.Expected.People:N0}人・{difference.Expected.Yen}のはずが、{difference.Found.People:N0}人・{difference.Found.Yen}</li>");

    private static string CheckName(string check) => check switch
    {
        Discrepancy.SealedLedger => "封印した残高との照合",
        Discrepancy.SumOfOutcomes => "結果の合計",
        _ => check,
    };

    private static Html OutcomeTable(ClosingReport report) => Html.Of($"""
        <div class="table">
        <table>
        <caption>人数と金額</caption>
        <thead><tr><th scope="col">結果</th><th scope="col" class="number">人数</th><th scope="col" class="number">金額</th></tr></thead>
        <tbody>
        {ClosingOutcome.Of(report).Select(outcome => Row(outcome.Name, outcome.Sum))}</tbody>
        <tfoot>{Row("補償対象", report.Entitled)}</tfoot>
        </table>
        </div>
        """);

    private static Html Row(string name, PeopleAndYen sum) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{sum.People:N0}人</td><td class="number">{sum.Yen}</td></tr>

        """);

    private static Html NoticeTable(ClosingReport report) => Html.Of($"""
        <div class="table">
        <table>
        <caption>種類・手段・結果ごとの件数</caption>
        <thead><tr><th scope="col">種類</th><th scope="col">手段</th><th scope="col">結果</th><th scope="col" class="number">件数</th></tr></thead>
        <tbody>
        {report.Notices.Select(NoticeRow)}</tbody>
        </table>
        </div>
        """);

    private static Html NoticeRow(NoticeCount notices) => Html.Of($"""
        <tr><th scope="row">{KindName(notices.Kind)}</th><td>{ChannelName(notices.Channel)}</td><td>{OutcomeName(notices.Outcome)}</td><td class="number">{notices.Count:N0}</td></tr>

        """);

    private static string KindName(NoticeKind kind) => kind switch
    {
        NoticeKind.Issue => "受取案内",
        NoticeKind.Fallback => "受取案内（別の連絡先）",
        NoticeKind.Reminder => "期限前のお知らせ",
        NoticeKind.Resend => "再送",
        NoticeKind.ApplicationResult => "申請結果",
        NoticeKind.TransferResult => "振込結果",
        _ => kind.ToString(),
    };

    private static string ChannelName(NoticeChannel channel) => channel == NoticeChannel.Sms ? "SMS" : "メール";

    private static string OutcomeName(NoticeOutcome outcome) => outcome switch
    {
        NoticeOutcome.Accepted => "送信済み（到達報告なし）",
        NoticeOutcome.Delivered => "到達",
        NoticeOutcome.Failed => "不達",
        NoticeOutcome.Unknown => "不明（要確認）",
        NoticeOutcome.Pending => "未送信",
        _ => outcome.ToString(),
    };
}
