using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Closing.Pages;

/// <summary>What an office can publish: how much was owed and how much of it has reached people, on half a page, with nothing that is for the house only.</summary>
internal static class PublicReportPage
{
    public static Html Of(Campaign campaign, ClosingReport report) => ReportDocument.Of(
        $"{campaign.Programme} 地域クーポン残額補償の実施結果{(report.Interim ? "（中間）" : string.Empty)}",
        Html.Of($"""
            <dt>実施</dt><dd>{campaign.Office}</dd>
            {(report.Prefecture is { } prefecture ? Html.Of($"<dt>都道府県</dt><dd>{prefecture}</dd>\n") : Html.Empty)}<dt>時点</dt><dd>{report.ClosedAt.ToJapan().ToString("yyyy年M月d日(ddd)", JapanTime.Japanese)}</dd>
            """),
        Html.Of($"""
            <p>{Cause(campaign)}補償の対象は{report.Entitled.People:N0}件、{report.Entitled.Yen}でした。このうち{Done(report).People:N0}件、{Done(report).Yen}（金額の{Percent(Done(report).Yen, report.Entitled.Yen)}）を、{Ways(report)}でお渡ししました。</p>
            <section>
            <div class="table">
            <table>
            <caption>実施結果</caption>
            <thead><tr><th scope="col">結果</th><th scope="col" class="number">件数</th><th scope="col" class="number">金額</th><th scope="col" class="number">割合</th></tr></thead>
            <tbody>
            {Lines(report).Select(line => Row(line.Name, line.Sum, report))}</tbody>
            <tfoot>{Row("補償対象", report.Entitled, report)}</tfoot>
            </table>
            </div>
            <p>割合は四捨五入しているため、合計と一致しないことがあります。</p>
            <p>受取期限：{JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}</p>
            <p>お問い合わせ：{campaign.CallCentre.Name} {campaign.CallCentre.Phone}</p>
            </section>
            """));

    private static string Cause(Campaign campaign) => campaign.Cause is { } cause ? cause.Text : string.Empty;

    private static PeopleAndYen Done(ClosingReport report) => report.Issued + report.Transferred;

    private static string Ways(ClosingReport report) => report.Transferred.People == 0 ? "キャッシュレスポイント" : "キャッシュレスポイントまたは銀行振込";

    /// <summary>What is open, for whatever reason, is one line.</summary>
    private static IEnumerable<(string Name, PeopleAndYen Sum)> Lines(ClosingReport report) => new (string Name, PeopleAndYen Sum)[]
    {
        ("キャッシュレスポイント", report.Issued),
        ("銀行振込", report.Transferred),
        ("期限までに受け取られなかった分", report.Expired + report.Failed),
        ("お手続き中・受取前", report.Waiting),
        ("取消", report.Revoked),
    }.Where(line => line.Sum.People > 0);

    private static Html Row(string name, PeopleAndYen sum, ClosingReport report) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{sum.People:N0}件</td><td class="number">{sum.Yen}</td><td class="number">{Percent(sum.Yen, report.Entitled.Yen)}</td></tr>

        """);

    private static string Percent(Yen part, Yen whole) => (whole.Amount == 0 ? 0 : (double)part.Amount / whole.Amount).ToString("0.0%", CultureInfo.InvariantCulture);
}
