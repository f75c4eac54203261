using System.Globalization;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Applications;

/// <summary>What became of the applications, coupon by coupon.</summary>
/// <param name="Received">All that counted.</param>
/// <param name="Accepted">Whose link was, or is to be, sent.</param>
/// <param name="Refused">Refused with a reason that was sent.</param>
/// <param name="Waiting">About which nobody has decided.</param>
public sealed record ApplicationFigures(long Received, long Accepted, long Refused, long Waiting);

/// <summary>The special site's part of the closing report.</summary>
public sealed class ApplicationsChapter(ApplicationStore applications) : IReportChapter
{
    public string Member => "applications";

    public async Task<Chapter?> CountAsync(Campaign campaign, ClosingReport report, CancellationToken cancellationToken)
    {
        if (campaign.ApplicationSite is null)
        {
            return null;
        }

        IReadOnlyDictionary<ApplicationState, long> counts = await applications.CountAsync(campaign.Id, cancellationToken);
        ApplicationFigures figures = new(
            counts.Values.Sum(),
            counts.GetValueOrDefault(ApplicationState.Accepted),
            counts.GetValueOrDefault(ApplicationState.Refused),
            counts.Where(count => count.Key.IsOpen()).Sum(count => count.Value));
        return new Chapter(JsonSerializer.SerializeToElement(figures, JsonBody.Format));
    }

    public Html Show(JsonElement figures)
    {
        ApplicationFigures shown = figures.Deserialize<ApplicationFigures>(JsonBody.Format) ?? throw new InvalidDataException("The report's applications are null.");
        return Html.Of($"""
            <section>
            <h2>特設サイトの申請</h2>
            <div class="table">
            <table>
            <caption>クーポンごとの件数</caption>
            <thead><tr><th scope="col">結果</th><th scope="col" class="number">件数</th></tr></thead>
            <tbody>
            {Row("承認", shown.Accepted)}{Row("お断り", shown.Refused)}{Row("確認中", shown.Waiting)}</tbody>
            <tfoot>{Row("受付", shown.Received)}</tfoot>
            </table>
            </div>
            </section>
            """);
    }

    private static Html Row(string name, long count) => Html.Of($"""
        <tr><th scope="row">{name}</th><td class="number">{count.ToString("N0", CultureInfo.InvariantCulture)}件</td></tr>

        """);
}
