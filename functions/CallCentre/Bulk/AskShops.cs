using System.Globalization;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Notices;
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
        await foreach (DoubleChargeCase one in room.Cases.ReadAsync(campaign.Id, cancellationToken).Where(one => one.State.IsOpen()))
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
