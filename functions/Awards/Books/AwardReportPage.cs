using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards.Books;

/// <summary>The closing report of a points award on paper and screen: figures as a table, no scripts.</summary>
internal static class AwardReportPage
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
        .table { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: #4a5866; font-size: .875rem; }
        th, td { padding: .375rem .5rem; border-bottom: 1px solid #b9c4ce; text-align: left; font-weight: 400; }
        thead th { border-bottom: 2px solid #4a5866; color: #4a5866; font-size: .875rem; }
        .number { text-align: right; white-space: nowrap; }
        tfoot th, tfoot td { border-top: 2px solid #4a5866; font-weight: 700; }
        @page { margin: 15mm; }
        @media print { body { max-width: none; padding: 0; font-size: 10pt; } section { break-inside: avoid; } .verdict { print-color-adjust: exact; } }
        """);

    public static Html Of(Campaign campaign, AwardClosingReport report) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{campaign.Programme} ポイント付与報告</title>
        <style>{s_style}</style>
        </head>
        <body>
        <main>
        <h1>{campaign.Programme} ポイント付与報告</h1>
        <dl class="facts">
        <dt>主催</dt><dd>{campaign.Office}</dd>
        <dt>訂正期限</dt><dd>{JapanTime.LastMinuteBefore(campaign.Grant!.CorrectionsEndAt)}</dd>
        <dt>集計日時</dt><dd>{report.ClosedAt.ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", JapanTime.Japanese)}</dd>
        </dl>
        {Verdict(report)}
        <section>
        <h2>付与の結果</h2>
        {Outcomes(report)}
        </section>
        <section>
        <h2>お取引の判定</h2>
        {Transactions(report)}
        </section>
        </main>
        </body>
        </html>

        """);

    private static Html Verdict(AwardClosingReport report) => report.Balanced
        ? Html.Of($"""<p class="verdict">計算したポイントと結果の合計は一致しています。</p>""")
        : Html.Of($"""
            <div class="verdict faulty" role="alert">
            <p>合計が一致していません。</p>
            <ul>{report.Discrepancies.Select(Difference)}</ul>
            </div>
            """);

    private static Html Difference(AwardDiscrepancy difference) => Html.Of(
        $"<li>{CheckName(difference.Check)}：{difference.Expected.Members:N0}人・{difference.Expected.Points.Amount:N0}ポイントのはずが、{difference.Found.Members:N0}人・{difference.Found.Points.Amount:N0}ポイント</li>");

    private static string CheckName(string check) => check switch
    {
        AwardDiscrepancy.Purchases => "お取引との照合",
        AwardDiscrepancy.SumOfOutcomes => "結果の合計",
        AwardDiscrepancy.Bookings => "付与の記録との照合",
        _ => check,
    };

    private static Html Outcomes(AwardClosingReport report) => Html.Of($"""
        <div class="table">
        <table>
        <caption>人数とポイント（お一人が複数の行に数えられることがあります）</caption>
        <thead><tr><th scope="col">結果</th><th scope="col" class="number">人数</th><th scope="col" class="number">ポイント</th></tr></thead>
        <tbody>
        {Row("付与済み", report.Granted)}{Row("付与待ち", report.Waiting)}{Row("付与後に取り消し", report.Withdrawn)}{Row("取り消し未了（残高不足など）", report.Overdrawn)}{Row("付与できず", report.Refused)}{Row("不明（要確認）", report.Unknown)}</tbody>
        <tfoot>{Row("計算したポイント", report.Computed)}</tfoot>
        </table>
        </div>
        <p>お取引の取り消しを反映した付与すべきポイント：{report.Owed.Members:N0}人・{report.Owed.Points.Amount:N0}ポイント</p>
        """);

    private static Html Transactions(AwardClosingReport report) => Html.Of($"""
        <div class="table">
        <table>
        <caption>登録されているお取引の件数（一件ごとの理由は、会員番号による照会で確認できます）</caption>
        <thead><tr><th scope="col">判定</th><th scope="col" class="number">件数</th></tr></thead>
        <tbody>
        {report.Transactions.Select(outcome => Row(ReasonTexts.InJapanese(outcome.Key), outcome.Value))}</tbody>
        <tfoot>{Row("合計", report.Transactions.Values.Sum())}</tfoot>
        </table>
        </div>
        """);

    private static Html Row(string name, long transactions) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{transactions:N0}件</td></tr>

        """);

    private static Html Row(string name, MembersAndPoints sum) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{sum.Members:N0}人</td><td class="number">{sum.Points.Amount:N0}</td></tr>

        """);
}
