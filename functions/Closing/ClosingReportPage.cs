using System.Globalization;
using Compensation.Campaigns;
using Compensation.Closing.Pages;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Closing;

/// <summary>The closing report on paper and screen: a chart drawn on the server, the figures as tables, no scripts.</summary>
internal static class ClosingReportPage
{
    public static Html Of(Campaign campaign, ClosingReport report, IEnumerable<IReportChapter> chapters) => ReportDocument.Of(
        report.Interim ? $"{campaign.Programme} 精算報告（中間）" : $"{campaign.Programme} 精算報告",
        Html.Of($"""
            <dt>事務局</dt><dd>{campaign.Office}</dd>
            {(report.Prefecture is { } prefecture ? Html.Of($"<dt>都道府県</dt><dd>{prefecture}</dd>\n") : Html.Empty)}<dt>受取期限</dt><dd>{JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}</dd>
            {Interim(campaign, report)}<dt>精算日時</dt><dd>{report.ClosedAt.ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", JapanTime.Japanese)}</dd>
            <dt>残高の封印</dt><dd>{report.Seal}</dd>
            """),
        Html.Of($"""
            {Verdict(report, chapters)}
            <section>
            <h2>補償の結果</h2>
            {ClosingChart.Of(report)}
            {OutcomeTable(report)}
            </section>
            {PartsSections.Of(report.Parts, report.Issued, campaign.BankTransfer is not null, product => ReportWords.ProductName(campaign, product))}{Chapters(report, chapters)}<section>
            <h2>送信した通知</h2>
            {NoticeTable(report)}
            <p>SMSの通数（課金単位）：{report.SmsSegments:N0}</p>
            {PartsSections.Costs(report.Costs)}{(campaign.ApplicationSite is null ? Html.Empty : Html.Of($"<p>申請者への確認番号と結果、受取時の確認番号、店舗への照会は、この表と費用に含みません。</p>\n"))}{SpokenFor(report.SpokenFor)}
            </section>{Departures(report.Departures)}
            """));

    private static Html Interim(Campaign campaign, ClosingReport report) => report.Interim
        ? Html.Of($"<dt>{(campaign.BankTransfer is null ? "最終の報告" : "振込の終了")}</dt><dd>{JapanTime.LastMinuteBefore(campaign.BooksCloseAt)}（以後に最終の報告を作成します）</dd>\n")
        : Html.Empty;

    private static IEnumerable<Html> Chapters(ClosingReport report, IEnumerable<IReportChapter> chapters) => chapters
        .OrderBy(chapter => chapter.Member, StringComparer.Ordinal)
        .Where(chapter => report.Chapters.ContainsKey(chapter.Member))
        .Select(chapter => Html.Of($"{chapter.Show(report.Chapters[chapter.Member])}\n"));

    private static Html Departures(IReadOnlyList<DepartedWave> waves) => waves.Count == 0
        ? Html.Empty
        : Html.Of($"""

            <section>
            <h2>公表した内容と異なる運用</h2>
            <ul>
            {waves.Select(Departure)}</ul>
            </section>
            """);

    private static Html Departure(DepartedWave wave) => Html.Of($"""
        <li>{wave.Wave}（{wave.By}）：{string.Join("; ", wave.What)}。理由：{wave.Why}</li>

        """);

    private static Html SpokenFor(PeopleAndYen others) => others.People == 0
        ? Html.Empty
        : Html.Of($"\n<p>同じ方あての通知にまとめた分：{others.People:N0}件・{others.Yen}</p>");

    /// <summary>Books that are open move while they are counted.</summary>
    private static Html Verdict(ClosingReport report, IEnumerable<IReportChapter> chapters) => Html.Of($"{Checks(report, chapters)}{(report is { Interim: true, Balanced: false } ? Html.Of($"\n<p>集計中に手続きが進むと、一致しないことがあります。もう一度作成しても一致しない場合は、システムの担当者に連絡してください。</p>") : Html.Empty)}");

    private static Html Checks(ClosingReport report, IEnumerable<IReportChapter> chapters) => ReportDocument.Verdict(report.Balanced, "封印した残高と結果の合計は、件数・金額とも一致しています。", report.Discrepancies.Select(difference => Difference(difference, chapters)));

    private static string Difference(Discrepancy difference, IEnumerable<IReportChapter> chapters) =>
        string.Create(CultureInfo.InvariantCulture, $"{CheckName(difference.Check, chapters)}：{difference.Expected.People:N0}件・{difference.Expected.Yen}のはずが、{difference.Found.People:N0}件・{difference.Found.Yen}");

    private static string CheckName(string check, IEnumerable<IReportChapter> chapters) => check switch
    {
        Discrepancy.SealedLedger => "封印した残高との照合",
        Discrepancy.SumOfOutcomes => "結果の合計",
        _ => chapters.Select(chapter => chapter.NameOf(check)).FirstOrDefault(name => name is not null) ?? check,
    };

    private static Html OutcomeTable(ClosingReport report) => Html.Of($"""
        <div class="table">
        <table>
        <caption>件数・人数・金額（同じ連絡先の方は、お一人として数えています）</caption>
        <thead><tr><th scope="col">結果</th><th scope="col" class="number">件数</th><th scope="col" class="number">人数</th><th scope="col" class="number">金額</th></tr></thead>
        <tbody>
        {ClosingOutcome.Of(report).Select(outcome => Row(outcome.Name, outcome.Sum))}</tbody>
        <tfoot>{Row("補償対象", report.Entitled)}{Parts(report)}</tfoot>
        </table>
        </div>
        """);

    private static Html Parts(ClosingReport report) =>
        report.Supplements.People == 0 ? Html.Empty : Html.Of($"{Row("うち封印した残高", report.Sealed)}{Row("うち封印後の追加", report.Supplements)}");

    private static Html Row(string name, PeopleAndYen sum) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{sum.People:N0}件</td><td class="number">{Persons(sum)}</td><td class="number">{sum.Yen}</td></tr>

        """);

    private static string Persons(PeopleAndYen sum) => sum.Persons is { } persons ? string.Create(CultureInfo.InvariantCulture, $"{persons:N0}人") : "—";

    private static Html NoticeTable(ClosingReport report) => Html.Of($"""
        <div class="table">
        <table>
        <caption>種類・手段・結果ごとの件数</caption>
        <thead><tr><th scope="col">種類</th><th scope="col">手段</th><th scope="col">結果</th><th scope="col" class="number">件数</th><th scope="col" class="number">SMSの通数</th></tr></thead>
        <tbody>
        {report.Notices.Select(NoticeRow)}</tbody>
        </table>
        </div>
        """);

    private static Html NoticeRow(NoticeCount notices) => Html.Of($"""
        <tr><th scope="row">{ReportWords.KindName(notices.Kind)}</th><td>{ReportWords.ChannelName(notices.Channel)}</td><td>{ReportWords.OutcomeName(notices.Outcome)}</td><td class="number">{notices.Count:N0}</td><td class="number">{(notices.Channel == NoticeChannel.Sms ? Html.Of($"{notices.SmsSegments:N0}") : Html.Of($"—"))}</td></tr>

        """);
}
