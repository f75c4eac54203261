using System.Globalization;
using Compensation.Awards.Shared;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards.Books;

/// <summary>The closing report of a points award on paper and screen: figures as a table, no scripts.</summary>
internal static class AwardReportPage
{
    public static Html Of(Campaign campaign, AwardClosingReport report) => ReportDocument.Of(
        $"{campaign.Programme} ポイント付与報告",
        Html.Of($"""
            <dt>主催</dt><dd>{campaign.Office}</dd>
            <dt>訂正期限</dt><dd>{JapanTime.LastMinuteBefore(campaign.Grant!.CorrectionsEndAt)}</dd>
            <dt>集計日時</dt><dd>{report.ClosedAt.ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", JapanTime.Japanese)}</dd>
            """),
        Html.Of($"""
            {Verdict(report)}
            <section>
            <h2>付与の結果</h2>
            {Outcomes(report)}
            </section>
            <section>
            <h2>お取引の判定</h2>
            {Transactions(report)}
            </section>
            <section>
            <h2>端数の切り捨て</h2>
            {Rounding(report)}
            </section>
            {Shared(report.Shared)}
            """));

    private static Html Verdict(AwardClosingReport report) => ReportDocument.Verdict(report.Balanced, "計算したポイントと結果の合計は一致しています。", report.Discrepancies.Select(Difference));

    private static string Difference(AwardDiscrepancy difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{CheckName(difference.Check)}：{difference.Expected.Members:N0}人・{difference.Expected.Points.Amount:N0}ポイントのはずが、{difference.Found.Members:N0}人・{difference.Found.Points.Amount:N0}ポイント");

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

    private static Html Rounding(AwardClosingReport report) => Html.Of($"""
        <p>適用している方法：{(report.Rounding == AwardRounding.DownEachTransaction ? "お取引ごとに切り捨て" : "お一人ごとに1回だけ切り捨て")}</p>
        <p>お取引ごとなら{report.Rounded.EachTransaction.Amount:N0}ポイント、お一人ごとに1回なら{report.Rounded.OnceAtEnd.Amount:N0}ポイント（差{report.Rounded.Difference.Amount:N0}ポイント）</p>
        """);

    private static Html Shared(SharedTransactions shared) => shared.Count == 0 ? Html.Of($"") : Html.Of($"""
        <section>
        <h2>複数の会員に付与対象となっているお取引番号</h2>
        <p>{shared.Count:N0}件。同じお取引が重ねて届けられた場合は、二重の付与です。</p>
        <ul>
        {shared.Listed.Select(Line)}</ul>
        </section>
        """);

    private static Html Line(SharedTransaction shared) => Html.Of($"""
        <li>{shared.Transaction}：{string.Join("、", shared.Members)}</li>

        """);

    private static Html Row(string name, long transactions) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{transactions:N0}件</td></tr>

        """);

    private static Html Row(string name, MembersAndPoints sum) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{sum.Members:N0}人</td><td class="number">{sum.Points.Amount:N0}</td></tr>

        """);
}
