using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;

namespace Compensation.Lifecycle.Deadlines;

/// <summary>The report's member <c>deadline</c>: by how much collecting was extended, why, and by whom. Not there where it was not.</summary>
public sealed class DeadlineChapter(ReceiptDeadlines deadlines) : IReportChapter
{
    public string Member => "deadline";

    public async Task<Chapter?> CountAsync(Campaign campaign, ClosingReport report, CancellationToken cancellationToken)
    {
        DeadlineRecord record = await deadlines.ReadAsync(campaign.Id, cancellationToken);
        if (record.Extensions.Count == 0)
        {
            return null;
        }

        DeadlineFigures figures = new(campaign.PrintedReceiptEndsAt, record.EndsAt(campaign.PrintedReceiptEndsAt), record.Minutes, record.Extensions[^1].LostMinutes, [.. record.Extensions.Select(ExtensionView.Of)]);
        return new Chapter(JsonSerializer.SerializeToElement(figures, JsonBody.Format));
    }

    public Html Show(JsonElement figures)
    {
        DeadlineFigures shown = figures.Deserialize<DeadlineFigures>(JsonBody.Format) ?? throw new InvalidDataException("The report's deadline is null.");
        return Html.Of($"""
            <section>
            <h2>受取期限の延長</h2>
            <p>期限前48時間に受取サイトが利用できなかった{shown.LostMinutes:N0}分のうち{shown.Minutes:N0}分、受取期限を{JapanTime.LastMinuteBefore(shown.PrintedEndsAt)}から{JapanTime.LastMinuteBefore(shown.EndsAt)}に延長しました。</p>
            <ul>
            {shown.Extensions.Select(one => Html.Of($"<li>{one.Minutes:N0}分（{JapanTime.LastMinuteBefore(one.EndsAt)}まで）：{one.Reason}（提案 {one.ProposedBy}、承認 {one.ApprovedBy}、{Language.Japanese.Instant(one.ApprovedAt)}）</li>\n"))}</ul>
            </section>
            """);
    }
}

/// <summary>What the report says of the deadline. Instants are UTC, ends exclusive.</summary>
/// <param name="PrintedEndsAt">The end that the campaign's file prints.</param>
/// <param name="EndsAt">The end that held.</param>
/// <param name="Minutes">By how many minutes it was extended in all.</param>
/// <param name="LostMinutes">How many had been lost when the last extension was approved.</param>
/// <param name="Extensions">Each, with its two persons.</param>
public sealed record DeadlineFigures(DateTimeOffset PrintedEndsAt, DateTimeOffset EndsAt, int Minutes, int LostMinutes, IReadOnlyList<ExtensionView> Extensions);
