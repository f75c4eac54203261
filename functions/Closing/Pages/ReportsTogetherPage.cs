using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Closing.Pages;

/// <summary>All campaigns of an installation on one page.</summary>
internal static class ReportsTogetherPage
{
    public static Html Of(NewestReports newest)
    {
        IReadOnlyList<(Campaign Campaign, ClosingReport Report)> reports = newest.Found;
        ReportsTogether sum = ReportsTogether.Of([.. reports.Select(one => one.Report)]);
        return ReportDocument.Of(
            "補償の実施状況（全体）",
            Html.Of($"<dt>キャンペーン</dt><dd>{reports.Count:N0}</dd>"),
            reports.Count == 0 ? Html.Of($"<p>報告はまだありません。</p>") : Html.Of($"""
                {Missing(newest.Missing)}<section>
                <h2>お渡しした割合</h2>
                {new BarChart("together", "お渡しした金額の割合", [.. reports.Select(one => BarOf(NameOf(one.Campaign, one.Report), ReportSum.Of(one.Report))), BarOf("合計", sum.Together)])}
                </section>
                <section>
                <div class="table">
                <table>
                <caption>都道府県ごとの件数・金額</caption>
                <thead><tr><th scope="col">都道府県</th><th scope="col">時点</th><th scope="col" class="number">補償対象</th><th scope="col" class="number">受取済</th><th scope="col" class="number">振込済</th><th scope="col" class="number">期限切れ</th><th scope="col" class="number">取消</th><th scope="col" class="number">未完了</th><th scope="col" class="number">振込不能</th></tr></thead>
                <tbody>
                {reports.Select(one => Row(NameOf(one.Campaign, one.Report), Moment(one.Report), ReportSum.Of(one.Report)))}</tbody>
                <tfoot>{Row("合計", string.Empty, sum.Together)}</tfoot>
                </table>
                </div>
                <p>SMSの通数（課金単位）：{sum.Together.Costs.SmsSegments:N0}</p>
                {PartsSections.Costs(sum.Together.Costs)}</section>
                {PartsSections.Of(sum.Parts, sum.Together.Issued, reports.Any(one => one.Campaign.BankTransfer is not null), product => reports.Select(one => one.Campaign.FindProduct(product)?.Name).FirstOrDefault(name => name is not null) ?? product)}
                """));
    }

    /// <summary>Whoever reads the sum must not take it for everybody's.</summary>
    private static Html Missing(IReadOnlyList<Campaign> campaigns) => campaigns.Count == 0 ? Html.Empty : Html.Of($"""
        <p class="verdict">報告がまだなく、合計に含まれていないもの：{string.Join('、', campaigns.Select(campaign => campaign.Prefecture?.Name ?? campaign.Programme))}</p>

        """);

    private static string NameOf(Campaign campaign, ClosingReport report) => report.Prefecture ?? campaign.Programme;

    private static string Moment(ClosingReport report) => $"{report.ClosedAt.ToJapan().ToString("M/d HH:mm", CultureInfo.InvariantCulture)}{(report.Interim ? "（中間）" : string.Empty)}";

    private static Bar BarOf(string name, ReportSum sum)
    {
        double share = sum.Entitled.Yen.Amount == 0 ? 0 : (double)(sum.Issued.Yen + sum.Transferred.Yen).Amount / sum.Entitled.Yen.Amount;
        return new Bar(name, share.ToString("0.0%", CultureInfo.InvariantCulture), share, "#0b4f7d");
    }

    private static Html Row(string name, string moment, ReportSum sum) => Html.Of($"""
        <tr><th scope="row">{name}</th><td>{moment}</td>{new[] { sum.Entitled, sum.Issued, sum.Transferred, sum.Expired, sum.Revoked, sum.Waiting, sum.Failed }.Select(one => Html.Of($"<td class=\"number\">{one.People:N0}件<br>{one.Yen}</td>"))}</tr>

        """);
}
