using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Matching;

/// <summary>Takes the mark off those who have been sent their link, or have no right to it any more.</summary>
public sealed class SettleAccepted(EntitlementMarks marks, NoticeStore notices)
{
    private const int PageSize = 200;

    [Function(nameof(SettleAccepted))]
    public async Task Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        NoticeOrder issue = new(NoticeKind.Issue, 1, null);
        EntitlementId? after = null;
        while (await marks.ReadPageAsync(campaign, AcceptApplication.Mark, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = await notices.ReadHistoriesAsync(issue, page, cancellationToken);
            await marks.RemoveAsync(campaign, AcceptApplication.Mark, page.Where(person => IsSettled(person, histories)).Select(person => person.Id), cancellationToken);
        }
    }

    /// <summary>Who is marked and has still to apply is just being accepted.</summary>
    private static bool IsSettled(Entitlement person, IReadOnlyDictionary<EntitlementId, NoticeHistory> histories) =>
        person.State != EntitlementState.Open
        || (!person.AwaitsApplication && person.Contacts == ContactKinds.None)
        || (histories.GetValueOrDefault(person.Id)?.Ordered is { } notice && notice.State is not (NoticeState.Sending or NoticeState.Deferred));
}
