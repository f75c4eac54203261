using System.Globalization;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Hands stuck cases on: each shop that was silent, or has not answered its reminder, gets a new link. What waits for a person stays with a person.</summary>
public sealed class AskShops(CaseRoom room, ShopLinks links, IOptions<PriceOptions> prices) : IBulkAction
{
    public string Kind => "ask-shops";

    /// <summary>Few, so that it stops soon.</summary>
    public int PageSize => 20;

    public bool IsOffered(Campaign campaign) => campaign.DoubleCharges is not null;

    public string? WaveOf(BulkRecord act) => null;

    public async Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<DoubleChargeCase> targets = [];
        Dictionary<string, int> leftOut = new(StringComparer.Ordinal);
        (long sms, long segments, long emails) = (0, 0, 0);
        await foreach (DoubleChargeCase one in room.Cases.ReadOpenAsync(campaign.Id, cancellationToken))
        {
            if (WhyNot(one, targets.Count) is { } why)
            {
                leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
                continue;
            }

            targets.Add(one);
            CaseFacts facts = room.Desk.FactsOrNoneOf(one);
            emails += facts.ShopContact.Phone is null ? 1 : 0;
            sms += facts.ShopContact.Phone is null ? 0 : 1;
            segments += facts.ShopContact.Phone is null ? 0 : SmsSegments.Count(ShopTexts.Of(campaign, one, facts.Shop, links.LinkFor(one)).Sms);
        }

        return new BulkPlan([.. targets.Select(one => new BulkTarget(one.Number.Value, one.Version.ToString(CultureInfo.InvariantCulture)))], leftOut)
        {
            Sms = sms,
            SmsSegments = segments,
            Emails = emails,
            CostYen = (long)Math.Ceiling((segments * prices.Value.YenPerSmsSegment) + (emails * prices.Value.YenPerEmail)),
        };
    }

    public async Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        Person by = new(PersonId.Parse(page.Act.By.Subject), page.Act.By.Name, Roles.None);
        List<string> outcomes = [];
        foreach (BulkTarget target in page.Targets)
        {
            CaseReason reason = new(int.Parse(target.Detail, CultureInfo.InvariantCulture), page.Act.Reason);
            CaseDone done = await room.Desk.AskAgainAsync(page.Campaign, room.ToAct(CaseNumber.Parse(target.On), by, reason), cancellationToken);
            if (done is CaseDone.Done { Case: var one })
            {
                await orchestrations.TellAsync(one, cancellationToken);
            }

            outcomes.Add(done is CaseDone.Done ? "asked" : "changed");
        }

        return new BulkWorked(outcomes);
    }

    public async Task<IReadOnlyDictionary<string, NoticeOutcome>> MessagesAsync(BulkPage page, CancellationToken cancellationToken)
    {
        Dictionary<string, NoticeOutcome> outcomes = new(StringComparer.Ordinal);
        foreach (BulkTarget[] some in page.Targets.Chunk(PageSize))
        {
            NoticeOutcome?[] read = await Task.WhenAll(some.Select(target => MessageAsync(page.Campaign, target, cancellationToken)));
            foreach ((BulkTarget target, NoticeOutcome? outcome) in some.Zip(read))
            {
                if (outcome is { } known)
                {
                    outcomes[target.On] = known;
                }
            }
        }

        return outcomes;
    }

    /// <summary>Null where the shop has been asked once more since: that message is another's.</summary>
    private async Task<NoticeOutcome?> MessageAsync(Campaign campaign, BulkTarget target, CancellationToken cancellationToken)
    {
        int asked = int.Parse(target.Detail, CultureInfo.InvariantCulture) + 1;
        return await room.Cases.FindAsync(campaign.Id, CaseNumber.Parse(target.On), cancellationToken) is not { } one
            || (await room.Cases.ReadHistoryAsync(one, cancellationToken)).Any(step => step.Version > asked && step.State == CaseState.AskingShop)
            ? null
            : one.Message.Progress.State switch
            {
                MessageState.Sent => NoticeOutcome.Accepted,
                MessageState.Failed => NoticeOutcome.Failed,
                MessageState.Unknown => NoticeOutcome.Unknown,
                _ => NoticeOutcome.Pending,
            };
    }

    /// <summary>Null where the shop is asked.</summary>
    private string? WhyNot(DoubleChargeCase one, int targets) => one.State switch
    {
        CaseState.ShopDenied => "shopDenied",
        CaseState.Confirmed or CaseState.Blocked or CaseState.Approved => "waitsForColleague",
        CaseState.AskingShop when one.Pressed == 0 => "notStuck",
        _ when room.Desk.FactsOrNoneOf(one).ShopContact.Kinds == ContactKinds.None => "noContact",
        _ => targets < BulkPlan.TargetsMax ? null : BulkPlan.Later,
    };
}
