using System.Text.Json;
using Compensation.CallCentre.Search;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Cases;

/// <summary>The cases of a campaign, and one of them with all that is known of it.</summary>
public sealed class ShowCases(CaseRoom room, Restorations restorations)
{
    internal const string From = "from";

    /// <summary>Shown at a time.</summary>
    internal const int PageSize = 200;

    [Function("ListCases")]
    [ApiOperation("All cases of a campaign, or those in one state (askingShop, confirmed, …); those that have waited longest first, 200 at a time. The answer's next, as from, goes on.", Answer = typeof(CaseList), Query = ["state", From])]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/cases")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!room.Campaigns.TryFindCases(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        string? asked = request.Query["state"].FirstOrDefault();
        CaseState? state = Enum.GetValues<CaseState>().Cast<CaseState?>().FirstOrDefault(one => string.Equals(one.ToString(), asked, StringComparison.OrdinalIgnoreCase));
        if (asked is not null && state is null)
        {
            return JsonBody.Fault($"state: expected one of {string.Join(", ", Enum.GetNames<CaseState>().Select(JsonNamingPolicy.CamelCase.ConvertName))}, or nothing");
        }

        string? from = request.Query[From].FirstOrDefault();
        if (from is not null && !CasePlace.IsPlace(from))
        {
            return JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        }

        CasesPage page = await room.Cases.ReadPageAsync(found.Id, state is { } wanted ? CaseChoice.In(wanted) : CaseChoice.All, from, PageSize, cancellationToken);
        return JsonBody.Answer(new CaseList([.. page.Cases.Select(one => CaseView.Of(one, room.TimesOf(found, one)))], page.Next));
    }

    [Function("ShowCase")]
    [ApiOperation("One case: what was taken down, the coupon now, what the shop said, other cases about the same coupon or receipt, and what was done.", Answer = typeof(CaseDetails))]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/cases/{case}")] HttpRequest request, string campaign, string @case, CancellationToken cancellationToken)
    {
        if (!room.Campaigns.TryFindCases(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        return CaseNumber.TryParse(@case, out CaseNumber number) && await room.Cases.FindAsync(found.Id, number, cancellationToken) is { } one
            ? JsonBody.Answer(await DetailsAsync(found, one, cancellationToken))
            : CaseHttp.NoSuchCase();
    }

    internal async Task<CaseDetails> DetailsAsync(Campaign campaign, DoubleChargeCase one, CancellationToken cancellationToken)
    {
        CaseFacts facts = room.Desk.FactsOrNoneOf(one);
        CouponStanding? coupon = room.Desk.NumberOf(campaign, one) is { } number ? await restorations.StandingAsync(campaign, number, cancellationToken) : null;
        IReadOnlyList<DoubleChargeCase> related = await room.Cases.ReadRelatedAsync(one, cancellationToken);
        return new CaseDetails(
            CaseView.Of(one, room.TimesOf(campaign, one)),
            ViewOf(one, facts),
            coupon is null ? null : new CaseCouponView(coupon.Balance, coupon.FaceValue, LaterOf(coupon.Coupon.Expiry, campaign.Eligibility.ExtendedUntil), coupon.IsSealed),
            room.Desk.AnswerOf(one) is { } said ? new ShopAnswerView(said.Confirms, said.Name, said.Remark, said.At, said.Rung, said.RecordedBy) : null,
            [.. related.Select(other => new RelatedCase(CaseView.Of(other, room.TimesOf(campaign, other)), other.Coupon == one.Coupon, one.ReceiptKey.Length > 0 && other.ReceiptKey == one.ReceiptKey))],
            [.. (await room.Cases.ReadHistoryAsync(one, cancellationToken)).Select(step => new CaseStepView(step.Version, step.At, step.Act, step.By, step.State, step.Words))]);
    }

    private static DateOnly LaterOf(DateOnly one, DateOnly other) => one > other ? one : other;

    private static CaseFactsView ViewOf(DoubleChargeCase one, CaseFacts facts) => new(Masking.OfNumber(facts.Number) ?? string.Empty, facts.Expiry, facts.Prefecture, facts.Shop)
    {
        Person = one.Coupon,
        Receipt = facts.Receipt,
        PaidAt = facts.PaidAt,
        FaceValue = facts.FaceValue?.Amount,
        ShopContact = facts.ShopContact.FirstWay,
        ShopPhone = facts.ShopPhone,
        CallerName = Masking.OfName(facts.CallerName),
        CallerContact = facts.Caller.FirstWay is { } way ? SuppressionList.Masked(way) : null,
        Message = one.Message.Progress.State,
    };
}

/// <summary>A part of the cases.</summary>
/// <param name="Cases">Those that have waited longest first, those that are settled behind all that are open.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record CaseList(IReadOnlyList<CaseView> Cases, string? Next);
