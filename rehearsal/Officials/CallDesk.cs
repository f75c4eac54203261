using System.Net.Http.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.DoubleCharges;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.Officials;

/// <summary>
/// An operator who takes double charges down while people ring, rings shops that have no address, and refuses what a shop denies; and a second one who looks in the afternoon at
/// what shops have confirmed, and approves or refuses it. What they did before a restart they may do again.
/// </summary>
internal sealed class CallDesk
{
    private static readonly Post Operator = new("佐藤", ["operator"], "お申し出の受付");
    private static readonly Post Approver = new("高橋", ["supervisor"], "戻入の承認");

    private static readonly TimeOnly Approves = new(15, 20, 9);
    private static readonly TimeOnly Refuses = new(16, 10, 9);

    private readonly RehearsedWorld _world;
    private readonly Campaign _campaign;
    private readonly Staff _staff;
    private readonly ChargeNotes _notes;
    private readonly Official _operator;
    private readonly Official _approver;

    public CallDesk(RehearsedWorld world, Campaign campaign, Staff staff, ChargeNotes notes)
    {
        (_world, _campaign, _staff, _notes) = (world, campaign, staff, notes);
        _operator = staff.Of("sato", "お申し出を受け付ける人の長い合言葉");
        _approver = staff.Of("takahashi", "戻入を承認する人の長い合言葉");
    }

    private string Cases => $"campaigns/{_campaign.Id}/cases";

    public void Plan(IReadOnlyList<DoubleCharge> charges, CancellationToken cancellationToken)
    {
        foreach (DoubleCharge charge in charges)
        {
            PlanAt(charge.RingsAt, () => _staff.SitAsync(_operator, Operator, () => TakeDownAsync(charge, cancellationToken), () => Task.FromResult(true), cancellationToken));
        }

        if (charges.Count > 0)
        {
            PlanDays(charges.Min(charge => charge.RingsAt).DateInJapan(), cancellationToken);
        }
    }

    private void PlanDays(DateOnly first, CancellationToken cancellationToken)
    {
        for (DateOnly day = first; JapanTime.EndOf(day) < _campaign.DoubleCharges!.DecidedBy; day = day.AddDays(1))
        {
            PlanAt(JapanTime.At(day, Approves), () => SitAsync(_approver, Approver, "confirmed", DecideAsync, cancellationToken));
            PlanAt(JapanTime.At(day, Refuses), () => SitAsync(_operator, Operator, "shopDenied", RefuseDeniedAsync, cancellationToken));
        }
    }

    private void PlanAt(DateTimeOffset at, Func<Task> act)
    {
        if (at >= _world.Clock.GetUtcNow())
        {
            _world.At(at, act);
        }
    }

    private async Task SitAsync(Official official, Post post, string state, Func<CaseView, CancellationToken, Task> decide, CancellationToken cancellationToken)
    {
        List<CaseView> waiting = [];
        string? from = null;
        do
        {
            CaseList page = (await _world.Operators.ReadAsync<CaseList>($"cases?state={state}{(from is null ? string.Empty : $"&from={from}")}", cancellationToken))!;
            waiting.AddRange(page.Cases);
            from = page.Next;
        }
        while (from is not null);

        await _staff.SitAsync(official, post, Work, () => Task.FromResult(waiting.Count > 0), cancellationToken);

        async Task Work()
        {
            foreach (CaseView one in waiting.OrderBy(one => one.Number, StringComparer.Ordinal))
            {
                await decide(one, cancellationToken);
            }
        }
    }

    private async Task TakeDownAsync(DoubleCharge charge, CancellationToken cancellationToken)
    {
        CaseView opened = await _operator.DoAsync<CaseView>(HttpMethod.Post, Cases, JsonContent.Create(charge.Report(_campaign)), cancellationToken, charge.Key);
        _notes.Opened(charge.Number, opened.Number);
        if (!charge.Story.IsWrittenTo() && opened.State == "askingShop")
        {
            bool confirms = charge.Story.ShopSays() ?? throw new InvalidOperationException("A shop that is rung answers.");
            _notes.ShopSays(charge.Number, confirms);
            await ActAsync(_operator, opened, "shop-call", new { opened.Version, confirms, spokeWith = "店長", rung = DoubleCharge.ShopPhone }, cancellationToken);
        }
    }

    /// <summary>By what stands on the case: the day of the failure, and no more than the coupon was issued for.</summary>
    private async Task DecideAsync(CaseView one, CancellationToken cancellationToken)
    {
        CaseDetails looked = await _approver.GetAsync<CaseDetails>($"{Cases}/{one.Number}", cancellationToken);
        (CaseView seen, CaseFacts facts, CaseCoupon coupon) = (looked.Case, looked.Facts, looked.Coupon);
        if (facts.PaidAt.DateInJapan() != _campaign.Cause!.OccurredOn)
        {
            await ActAsync(_approver, seen, "refuse", new { seen.Version, because = "notCovered", reason = "障害当日のお会計ではありません" }, cancellationToken);
        }
        else if (coupon.Balance + seen.Amount > facts.FaceValue)
        {
            await ActAsync(_approver, seen, "refuse", new { seen.Version, because = "other", reason = "戻入後の残高が額面を超えます" }, cancellationToken);
        }
        else
        {
            _notes.Approves(_notes.NumberOf(seen.Number), _world.Clock.GetUtcNow());
            await ActAsync(_approver, seen, "approve", new { seen.Version, coupon.Balance, seen = looked.Related.Select(other => other.Case.Number) }, cancellationToken);
        }
    }

    private Task RefuseDeniedAsync(CaseView one, CancellationToken cancellationToken) =>
        ActAsync(_operator, one, "refuse", new { one.Version, because = "shopDenied", reason = "店舗の記録にありません" }, cancellationToken);

    private Task ActAsync(Official official, CaseView one, string act, object body, CancellationToken cancellationToken) =>
        official.DoAsync<CaseView>(HttpMethod.Post, $"{Cases}/{one.Number}/{act}", JsonContent.Create(body), cancellationToken);

    private sealed record CaseList(IReadOnlyList<CaseView> Cases, string? Next);

    private sealed record CaseView(string Number, string State, int Version, long Amount);

    private sealed record CaseDetails(CaseView Case, CaseFacts Facts, CaseCoupon Coupon, IReadOnlyList<RelatedCase> Related);

    private sealed record CaseFacts(DateTimeOffset PaidAt, long FaceValue);

    private sealed record CaseCoupon(long Balance);

    private sealed record RelatedCase(CaseView Case);
}
